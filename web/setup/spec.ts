// A spec as the page handles it: plain JSON, addressed by JSON pointers such as /architecture/cell.

import type { Catalogue, Entry, Preset } from "../generated/types";
import { type Control, controls, type Part, PARTS, type Setting } from "./controls";

/** The two tagged parts name their entry of the catalogue. */
export type Spec = {
  task: Record<string, Setting> & { name: string };
  architecture: Record<string, Setting> & { name: string };
  training: Record<string, Setting>;
};
/** A whole network, as a race takes it: which architecture, and its settings. */
export type Network = Spec["architecture"];
/** What a race varies, by JSON pointer: settings, or under `NETWORKS` whole networks. */
export type Vary = Record<string, (Setting | Network)[]>;

/** Of a run, or of what a fork goes on from: the server's schema says no more of a spec than that it is an object. */
export function specOf({ spec }: { spec: Record<string, unknown> }): Spec {
  return spec as Spec;
}

/** Which architecture it is: chosen beside the form, and raced like a setting. */
export const ARCHITECTURE = "/architecture/name";

/** Networks that race as wholes, each with settings of its own. */
export const NETWORKS = "/architecture";

export const SEED = "/training/seed";

export function pointer(part: Part, field: string): string {
  return `/${part}/${field}`;
}

export function valueAt(spec: Spec, at: string): Setting | undefined {
  const [, part, field] = at.split("/");
  return spec[part as Part]?.[field ?? ""];
}

export function withValue(spec: Spec, at: string, value: Setting): Spec {
  const [, part, field] = at.split("/");
  return { ...spec, [part as Part]: { ...spec[part as Part], [field ?? ""]: value } };
}

export function entryOf(catalogue: Catalogue, spec: Spec, part: Part): Entry | null {
  if (part === "training") return catalogue.training;
  const among: Entry[] = part === "task" ? catalogue.tasks : catalogue.architectures;
  return among.find((entry) => entry.name === spec[part].name) ?? null;
}

export function controlsOf(catalogue: Catalogue, spec: Spec, part: Part): Control[] {
  const entry = entryOf(catalogue, spec, part);
  return entry === null ? [] : controls(entry.settings, part);
}

export function allControls(catalogue: Catalogue, spec: Spec): Control[] {
  return PARTS.flatMap((part) => controlsOf(catalogue, spec, part));
}

function defaults(entry: Entry | undefined, part: Part): Record<string, Setting> {
  if (entry === undefined) return {};
  return Object.fromEntries(controls(entry.settings, part).map((control) => [control.field, control.initial]));
}

/** The spec of a task and an architecture with nothing chosen yet; an architecture that does not fit gives way. */
export function plainSpec(catalogue: Catalogue, task: string, architecture?: string): Spec {
  const found = catalogue.tasks.find((entry) => entry.name === task) ?? catalogue.tasks[0];
  const fitting = found?.architectures ?? [];
  const name = architecture !== undefined && fitting.includes(architecture) ? architecture : (fitting[0] ?? "");
  const network = catalogue.architectures.find((entry) => entry.name === name);
  return {
    task: { ...defaults(found, "task"), name: found?.name ?? "" },
    architecture: { ...defaults(network, "architecture"), name },
    training: defaults(catalogue.training, "training"),
  };
}

/** A preset, or the like, laid over the defaults. */
export function presetSpec(catalogue: Catalogue, preset: Pick<Preset, "spec">): Spec {
  const given = preset.spec as Partial<Record<Part, Record<string, Setting>>>;
  const plain = plainSpec(catalogue, String(given.task?.name ?? ""), String(given.architecture?.name ?? ""));
  return {
    task: { ...plain.task, ...given.task },
    architecture: { ...plain.architecture, ...given.architecture },
    training: { ...plain.training, ...given.training },
  };
}

/** Another task, or another architecture for it: what the new entry also has keeps its value. */
export function switched(catalogue: Catalogue, spec: Spec, task: string, architecture: string): Spec {
  const plain = plainSpec(catalogue, task, architecture);
  const sameTask = plain.task.name === spec.task.name;
  const sameNetwork = plain.architecture.name === spec.architecture.name;
  return {
    task: sameTask ? spec.task : plain.task,
    architecture: sameNetwork ? spec.architecture : plain.architecture,
    training: spec.training,
  };
}

/** Only what the present architecture and task still have can be varied. One network waits for others to race with. */
export function trimmedVary(catalogue: Catalogue, spec: Spec, vary: Vary): Vary {
  const known = new Set(allControls(catalogue, spec).map((control) => control.pointer));
  const fitting = catalogue.tasks.find(({ name }) => name === spec.task.name)?.architectures ?? [];
  const stays = (at: string, values: Vary[string]) => {
    if (at === NETWORKS) return values.length > 0 && values.every((network) => fitting.includes((network as Network).name));
    return values.length > 1 && (at === ARCHITECTURE ? values.every((name) => fitting.includes(String(name))) : known.has(at));
  };
  return withWholeNetworks(catalogue, spec.task.name, Object.fromEntries(Object.entries(vary).filter(([at, values]) => stays(at, values))));
}

/** Networks with all of their settings: what a preset or a lesson does not say is as usual. */
export function withWholeNetworks(catalogue: Catalogue, task: string, vary: Vary): Vary {
  const networks = vary[NETWORKS] as Network[] | undefined;
  if (networks === undefined) return vary;
  return { ...vary, [NETWORKS]: networks.map((network) => ({ ...plainSpec(catalogue, task, network.name).architecture, ...network })) };
}

/** How many runs a race has: every combination is one. */
export function combinations(vary: Vary): number {
  return Object.values(vary).reduce((product, values) => product * Math.max(1, values.length), 1);
}

export function sameSpec(one: unknown, other: unknown): boolean {
  return ordered(one) === ordered(other);
}

/** JSON with sorted keys, so that two equal specs give one text. */
export function ordered(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
}
