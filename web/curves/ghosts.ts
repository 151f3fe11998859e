// Curves of others behind our own: grey, on the charts of the series that they are of.

import type { Axis } from "./axis";
import type { Value } from "./history";
import { addLine, type Sketch } from "./lines";
import type { Subject } from "./subject";

export interface Ghost {
  /** Of the file and the column, as its legend has it. */
  name: string;
  split: "train" | "validation";
  series: string;
  /** Where its values lie, by each axis that the file knows. */
  at: Partial<Record<Axis, number[]>>;
  ys: Value[];
}

export function addGhosts(ghosts: readonly Ghost[], series: string, axis: Axis, subjects: readonly Subject[], smoothing: number, sketch: Sketch): void {
  for (const ghost of ghosts) {
    const xs = ghost.series === series ? placed(ghost, axis, subjects) : null;
    if (xs === null) continue;
    const stroke = { run: "", group: `ghost ${ghost.name}`, role: ghost.split, hue: "grey", marker: "cross", label: ghost.name, thin: false, old: false } as const;
    addLine(sketch, stroke, { xs, ys: ghost.ys }, smoothing);
  }
}

/** By steps where epochs are wanted, and the other way round, with as many steps to an epoch as the first run has. */
function placed({ at }: Ghost, axis: Axis, subjects: readonly Subject[]): number[] | null {
  const own = at[axis];
  if (own !== undefined) return own;
  const each = subjects.find(({ run }) => run.steps_per_epoch > 0)?.run.steps_per_epoch ?? 0;
  if (axis === "epoch" && at.step && each > 0) return at.step.map((step) => step / each);
  if (axis === "step" && at.epoch && each > 0) return at.epoch.map((epoch) => epoch * each);
  return null;
}
