// Which runs belong together, and their colours. Runs that differ only in seed are one group.

import type { Run } from "../generated/types";
import { ordered, SEED, specOf } from "../setup/spec";

export const HUES = ["blue", "orange", "green", "purple", "red", "sky", "olive", "grey"] as const;
export type Hue = (typeof HUES)[number];
export const MARKERS = ["circle", "square", "triangle", "diamond", "cross"] as const;
export type Marker = (typeof MARKERS)[number];

export interface Paint {
  hue: Hue;
  marker: Marker;
  /** Equal for runs that differ only in their seed and were started together, or each by itself. */
  group: string;
}

/**
 * All runs of equal settings but the seed have one group, and of equal beginnings: a fork is not its parent. Who was changed on
 * the way is none of the others.
 */
export function groupOf(run: Run): string {
  const found = known.get(run.spec) ?? group(run);
  known.set(run.spec, found);
  return run.changes > 0 ? `${found} ${run.id}` : found;
}

/** Those of them that were started as one race, or each by itself: an equal run of before is no further seed of a race. */
function startedTogether(run: Run): string {
  return `${groupOf(run)} ${run.race ?? ""}`;
}

/** A run's spec and its parent never change, and with a thousand runs everybody asks for their groups. */
const known = new WeakMap<object, string>();

function group(run: Run): string {
  const spec = specOf(run);
  const { seed: _, ...training } = spec.training;
  return ordered({ task: spec.task, architecture: spec.architecture, training, parent: run.parent });
}

/** Hue is the value that varies where a field gives its values colours; else the next one nobody has. */
export function paints(runs: readonly Run[], colours: (run: Run) => Record<string, Record<string, string>>): Map<string, Paint> {
  const groups = new Map<string, { hue: Hue; marker: Marker }>();
  const turns = new Map<Hue, number>();
  const marked = new Set<string>();
  const raced = new Map<string, Hue>(); // a race once more keeps its colours
  const varied = variedByGroup(runs);
  const found = new Map<string, Paint>();
  const seeds = new Set<string>();
  for (const run of runs) {
    const group = ownGroup(run, seeds);
    let paint = groups.get(group);
    if (paint === undefined) {
      const hue = (run.race !== null && raced.get(groupOf(run))) || chosenHue(run, colours(run), turns, varied.get(groupOf(run)));
      if (run.race !== null) raced.set(groupOf(run), hue);
      turns.set(hue, (turns.get(hue) ?? 0) + 1);
      paint = { hue, marker: nextMarker(hue, groups.size, marked) };
      groups.set(group, paint);
    }
    found.set(run.id, { ...paint, group });
  }
  return found;
}

/** In turn, so that those beside each other are told apart without their hue; and one that its hue does not have yet. */
function nextMarker(hue: Hue, turn: number, marked: Set<string>): Marker {
  const from = turn % MARKERS.length;
  const order = [...MARKERS.slice(from), ...MARKERS.slice(0, from)];
  const marker = order.find((one) => !marked.has(`${hue} ${one}`)) ?? MARKERS[from] ?? "circle";
  marked.add(`${hue} ${marker}`);
  return marker;
}

/** The same seed once more is no further seed: it has a line of its own beside the group. */
function ownGroup(run: Run, seeds: Set<string>): string {
  const group = startedTogether(run);
  const seed = `${group} ${String(valueOf(run, SEED))}`;
  if (seeds.has(seed)) return `${group} ${run.id}`;
  seeds.add(seed);
  return group;
}

/** What was raced of each group, though its first run may have been alone. */
export function variedByGroup(runs: readonly Run[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const run of runs) {
    const before = found.get(groupOf(run)) ?? new Set();
    for (const at of Object.keys(run.varied)) before.add(at);
    found.set(groupOf(run), before);
  }
  return found;
}

type Colours = Record<string, Record<string, string>>;

function chosenHue(run: Run, colours: Colours, turns: Map<Hue, number>, varied: ReadonlySet<string> | undefined): Hue {
  for (const [at, ofValues] of Object.entries(colours)) {
    const value = String(valueOf(run, at));
    const hue = HUES.find((name) => name === ofValues[value]);
    if (hue !== undefined && (varied?.has(at) || !turns.has(hue))) return hue;
  }
  const fewest = Math.min(...HUES.map((hue) => turns.get(hue) ?? 0));
  return HUES.find((hue) => (turns.get(hue) ?? 0) === fewest) ?? HUES[0];
}

export function valueOf(run: Run, at: string): unknown {
  const [, part, field] = at.split("/");
  return (run.spec[part ?? ""] as Record<string, unknown> | undefined)?.[field ?? ""];
}
