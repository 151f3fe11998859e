// Which runs belong together, how they are called, and their colours. Runs that differ only in seed are one group.

import type { Run } from "../generated/types";
import { type Control, type Setting } from "../form/controls";
import { ordered, PARTS, type Spec } from "../form/spec";

export const HUES = ["blue", "orange", "green", "purple", "red", "sky", "olive", "grey"] as const;
export type Hue = (typeof HUES)[number];
export const MARKERS = ["circle", "square", "triangle", "diamond", "cross"] as const;
export type Marker = (typeof MARKERS)[number];

const SEED = "/training/seed";

export interface Paint {
  hue: Hue;
  marker: Marker;
  /** Equal for runs that differ only in their seed. */
  group: string;
}

/** All runs of equal settings but the seed have one group. */
export function groupOf(run: Run): string {
  const spec = run.spec as unknown as Spec;
  const { seed: _, ...training } = spec.training;
  return ordered({ task: spec.task, architecture: spec.architecture, training });
}

/** Hue is the value that varies where a field gives its values colours; else the next one nobody has. */
export function paints(runs: readonly Run[], colours: (run: Run) => Record<string, Record<string, string>>): Map<string, Paint> {
  const groups = new Map<string, { hue: Hue; marker: Marker }>();
  const turns = new Map<Hue, number>();
  const found = new Map<string, Paint>();
  for (const run of runs) {
    const group = groupOf(run);
    let paint = groups.get(group);
    if (paint === undefined) {
      const hue = chosenHue(run, colours(run), turns);
      const turn = turns.get(hue) ?? 0;
      turns.set(hue, turn + 1);
      paint = { hue, marker: MARKERS[turn % MARKERS.length] ?? "circle" };
      groups.set(group, paint);
    }
    found.set(run.id, { ...paint, group });
  }
  return found;
}

function chosenHue(run: Run, colours: Record<string, Record<string, string>>, turns: Map<Hue, number>): Hue {
  for (const [at, ofValues] of Object.entries(colours)) {
    const value = String(valueOf(run, at));
    const hue = HUES.find((name) => name === ofValues[value]);
    if (hue !== undefined && (at in run.varied || !turns.has(hue))) return hue;
  }
  const fewest = Math.min(...HUES.map((hue) => turns.get(hue) ?? 0));
  return HUES.find((hue) => (turns.get(hue) ?? 0) === fewest) ?? HUES[0];
}

function valueOf(run: Run, at: string): unknown {
  const [, part, field] = at.split("/");
  return (run.spec[part ?? ""] as Record<string, unknown> | undefined)?.[field ?? ""];
}

/** JSON pointers in which the runs are not all alike. */
export function differing(runs: readonly Run[]): string[] {
  const found = new Set<string>();
  for (const part of PARTS) {
    const fields = new Set(runs.flatMap((run) => Object.keys((run.spec[part] as object | undefined) ?? {})));
    for (const field of fields) {
      const at = `/${part}/${field}`;
      if (new Set(runs.map((run) => JSON.stringify(valueOf(run, at)))).size > 1) found.add(at);
    }
  }
  return [...found];
}

/** How a setting is said in a name: a word by itself where it speaks, else with its title. */
export function said(control: Control | undefined, field: string, value: unknown): string {
  const title = control?.title.toLowerCase() ?? field;
  if (typeof value === "boolean") return value ? title : `no ${title}`;
  if (typeof value === "number") return `${title} ${value}`;
  if (Array.isArray(value)) return `${title} ${value.join("-")}`;
  return (control?.shape === "choice" ? control.names[String(value)] : undefined) ?? String(value);
}

/** Names that say only what differs; the seed comes last. Where nothing differs a number tells runs apart. */
export function names(runs: readonly Run[], controls: Map<string, Control>, titles: Map<string, string>): Map<string, string> {
  const pointers = differing(runs);
  const own = pointers.filter((at) => at !== SEED);
  const found = new Map<string, string>();
  const taken = new Map<string, number>();
  for (const run of runs) {
    const parts = own.filter((at) => valueOf(run, at) !== undefined).map((at) => part(run, at, controls, titles));
    const label = parts.length > 0 ? parts.join(" · ") : networkTitle(run, titles);
    const seeded = pointers.includes(SEED) && sharesGroup(run, runs) ? `${label} · seed ${String(valueOf(run, SEED))}` : label;
    const again = (taken.get(seeded) ?? 0) + 1;
    taken.set(seeded, again);
    found.set(run.id, again > 1 ? `${seeded} (${again})` : seeded);
  }
  return found;
}

function part(run: Run, at: string, controls: Map<string, Control>, titles: Map<string, string>): string {
  const field = at.split("/")[2] ?? "";
  if (field === "name") return titles.get(String(valueOf(run, at))) ?? String(valueOf(run, at));
  return said(controls.get(at), field, valueOf(run, at) as Setting);
}

function networkTitle(run: Run, titles: Map<string, string>): string {
  const name = String(valueOf(run, "/architecture/name"));
  return titles.get(name) ?? name;
}

function sharesGroup(run: Run, runs: readonly Run[]): boolean {
  const group = groupOf(run);
  return runs.some((other) => other.id !== run.id && groupOf(other) === group && !sameSeed(run, other));
}

function sameSeed(run: Run, other: Run): boolean {
  return valueOf(run, SEED) === valueOf(other, SEED);
}

/** The name of a group: its runs' name without the seed. */
export function groupName(name: string): string {
  return name.replace(/ · seed \d+( \(\d+\))?$/, "");
}
