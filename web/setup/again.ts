// A race that there was before: it takes the next seeds, so that its curves do not lie invisible on those of before. Pure.

import type { Catalogue, Run } from "../generated/types";
import { PARTS } from "./controls";
import { inForce } from "./force";
import { laidOut } from "./race";
import { ordered, pointer, type Spec, specOf, type Vary, withValue } from "./spec";
import { SEED } from "./vary";

const MOST_SEED = 9_999;

/** The seeds that a race has which is started so. */
export function seedsOf(spec: Spec, vary: Vary): number[] {
  return (vary[SEED] ?? [spec.training.seed ?? 0]).map(Number);
}

/** The seeds that come after those of equal races; null where none of these seeds was raced so before. `idle` settings do not count. */
export function nextSeeds(catalogue: Catalogue, spec: Spec, vary: Vary, runs: readonly Run[], idle: readonly string[] = []): number[] | null {
  const present = seedsOf(spec, vary);
  const used = [...races(runs).values()].filter((race) => sameRace(catalogue, spec, vary, race, idle)).flat();
  const seeds = used.map((run) => Number(specOf(run).training.seed ?? 0));
  const from = Math.max(...seeds) + 1;
  if (!present.some((seed) => seeds.includes(seed)) || from + present.length - 1 > MOST_SEED) return null;
  return present.map((_, place) => from + place);
}

/** The same race with these seeds. */
export function withTheseSeeds(spec: Spec, vary: Vary, seeds: readonly number[]): { spec: Spec; vary: Vary } {
  const first = withValue(spec, SEED, seeds[0] ?? 0);
  return { spec: first, vary: vary[SEED] === undefined ? vary : { ...vary, [SEED]: [...seeds] } };
}

/** Runs that were started together and left to themselves. */
function races(runs: readonly Run[]): Map<string, Run[]> {
  const found = new Map<string, Run[]>();
  for (const run of runs) if (run.race !== null && run.parent === null && run.changes === 0) found.set(run.race, [...(found.get(run.race) ?? []), run]);
  return found;
}

function sameRace(catalogue: Catalogue, spec: Spec, vary: Vary, race: readonly Run[], idle: readonly string[]): boolean {
  const aside = new Set([SEED, ...idle]);
  const lines = (specs: readonly Spec[]) => new Set(specs.map((one) => ordered(without(inForce(catalogue, one), aside))));
  const wanted = lines(laidOut(catalogue, spec, vary).map((variant) => variant.spec));
  const raced = lines(race.map(specOf));
  return wanted.size === raced.size && [...raced].every((one) => wanted.has(one));
}

function without(spec: Spec, aside: ReadonlySet<string>): unknown {
  return PARTS.map((part) => Object.entries(spec[part]).filter(([field]) => !aside.has(pointer(part, field))).sort(byField));
}

function byField([one]: [string, unknown], [other]: [string, unknown]): number {
  return one < other ? -1 : 1;
}
