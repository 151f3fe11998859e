// Links to the exact set-ups of runs: one for all where they are a race, else one for each that differs. Pure.

import { valueOf } from "../../curves/groups";
import { differing } from "../../curves/names";
import type { Catalogue, Run } from "../../generated/types";
import type { Part, Setting } from "../../setup/controls";
import { writeLink } from "../../setup/link";
import { laidOut } from "../../setup/race";
import { MOST_VALUES } from "../../setup/offers";
import { ARCHITECTURE, combinations, type Network, NETWORKS, ordered, SEED, type Spec, specOf, type Vary } from "../../setup/spec";

/** What would be raced to get just these runs; null where no one race is these. */
export function raced(catalogue: Catalogue, runs: readonly Run[]): { spec: Spec; vary: Vary } | null {
  return ofArchitectures(catalogue, runs) ?? ofSettings(runs) ?? ofNetworks(runs);
}

/** Runs of which each has what its architecture has in common with another of them. */
function ofArchitectures(catalogue: Catalogue, runs: readonly Run[]): { spec: Spec; vary: Vary } | null {
  const specs = runs.map(specOf);
  const names = [...new Set(specs.map(({ architecture }) => architecture.name))];
  const seeds = [...new Set(specs.map(({ training }) => training.seed ?? 0))];
  if (names.length < 2 || runs.some(({ parent }) => parent !== null)) return null;
  const vary = { [ARCHITECTURE]: names, ...(seeds.length > 1 ? { [SEED]: seeds } : {}) };
  const wanted = new Set(specs.map((spec) => ordered(spec)));
  for (const base of specs) {
    const made = laidOut(catalogue, base, vary).flatMap(({ spec }) => seeds.map((seed) => ordered({ ...spec, training: { ...spec.training, seed } })));
    if (made.length === wanted.size && made.every((one) => wanted.has(one))) return { spec: base, vary };
  }
  return null;
}

function ofSettings(runs: readonly Run[]): { spec: Spec; vary: Vary } | null {
  const first = runs[0];
  const vary: Vary = {};
  for (const at of differing(runs)) {
    if (at.endsWith("/name") || runs.some((run) => valueOf(run, at) === undefined)) return null;
    const values = new Map(runs.map((run) => [JSON.stringify(valueOf(run, at)), valueOf(run, at) as Setting]));
    vary[at] = [...values.values()];
  }
  const distinct = new Set(runs.map((run) => ordered(run.spec)));
  if (first === undefined || runs.some(({ parent }) => parent !== null)) return null;
  return distinct.size === combinations(vary) ? { spec: without(specOf(first), Object.keys(vary)), vary } : null;
}

/** Runs that are alike but for their networks, each of which has settings of its own. */
function ofNetworks(runs: readonly Run[]): { spec: Spec; vary: Vary } | null {
  const specs = runs.map(specOf);
  const first = specs[0];
  if (first === undefined || runs.some(({ parent }) => parent !== null)) return null;
  const networks = [...new Map(specs.map(({ architecture }): [string, Network] => [ordered(architecture), architecture])).values()];
  const seeds = [...new Set(specs.map(({ training }) => training.seed ?? 0))];
  const made = networks.flatMap((architecture) => seeds.map((seed) => ordered({ ...first, architecture, training: { ...first.training, seed } })));
  const wanted = new Set(specs.map((spec) => ordered(spec)));
  if (networks.length < 2 || networks.length > MOST_VALUES || made.length !== wanted.size || !made.every((one) => wanted.has(one))) return null;
  return { spec: first, vary: { [NETWORKS]: networks, ...(seeds.length > 1 ? { [SEED]: seeds } : {}) } };
}

/** What is raced has no value of its own beside those. */
function without(spec: Spec, pointers: readonly string[]): Spec {
  const left = structuredClone(spec);
  for (const at of pointers) {
    const [, part, field] = at.split("/") as [string, Part, string];
    delete left[part][field];
  }
  return left;
}

/** One link for all runs, or the runs of each link. */
export function links(catalogue: Catalogue, runs: readonly Run[]): { link: string; runs: Run[] }[] {
  const race = raced(catalogue, runs);
  if (race !== null) return [{ link: writeLink(catalogue, race.spec, race.vary), runs: [...runs] }];
  const found = new Map<string, Run[]>();
  for (const run of runs) {
    const link = writeLink(catalogue, specOf(run), {});
    found.set(link, [...(found.get(link) ?? []), run]);
  }
  return [...found].map(([link, some]) => ({ link, runs: some }));
}
