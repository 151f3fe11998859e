// What the x axis counts, and where on it the rows of a run lie.

import type { Run } from "../generated/types";
import type { Axis } from "./axis";
import { type Clock, type History, last, rowsBefore, type Value } from "./history";
import { length } from "./length";
import { isOver } from "./moment";

/** A pass forward, and one back that costs about two: for the gradients of the values, and of the weights. */
export const PASSES = 3;

/** A column of the history, and by what it is to be multiplied. */
export interface Places {
  xs: readonly Value[];
  factor: number;
}

export function places(run: Run, history: History, clock: Clock, axis: Axis): Places | null {
  const counted = axis === "multiply_adds";
  const xs = history.clocks[clock].named.get(counted ? "examples" : axis);
  const factor = counted ? PASSES * run.multiply_adds : 1;
  return xs !== undefined && factor > 0 ? { xs, factor } : null;
}

/** How far the axis reaches at the planned end of a run; 0 where that is not known yet. */
export function planned(run: Run, history: History | undefined, axis: Axis): number {
  const { epochs } = length(run, history);
  if (axis === "epoch") return epochs;
  if (axis === "seconds" || history === undefined) return 0;
  if (axis === "step" && run.steps_per_epoch > 0 && history.changes.length === 0) return epochs * run.steps_per_epoch;
  const rows = history.clocks.epoch;
  const at = places(run, history, "epoch", axis);
  const epoch = last(rows, "epoch") ?? 0;
  return at !== null && epoch > 0 ? (((at.xs.at(-1) ?? 0) * at.factor) / epoch) * epochs : 0;
}

/** Where the axis ends: the planned length of what goes on where it is known, so that curves grow into free space. */
export function whole(runs: readonly { run: Run; history: History | undefined }[], axis: Axis): number {
  const ends = runs.flatMap(({ run, history }) => [isOver(run) ? 0 : planned(run, history, axis), newest(run, history, axis)]);
  return Math.max(0, ...ends);
}

/** How far a run is. */
export function newest(run: Run, history: History | undefined, axis: Axis): number {
  if (history === undefined) return 0;
  const ends = (["epoch", "batch"] as const).map((clock) => {
    const at = places(run, history, clock, axis);
    return at === null ? 0 : (at.xs.at(-1) ?? 0) * at.factor;
  });
  return Math.max(...ends);
}

/** Where a step lies on an axis: at the last row that is not beyond it. */
export function along(run: Run, history: History, step: number, axis: Axis): number {
  let found = 0;
  for (const clock of ["epoch", "batch"] as const) {
    const steps = history.clocks[clock].named.get("step") ?? [];
    const at = places(run, history, clock, axis);
    const row = rowsBefore(steps, step, true) - 1;
    if (at !== null && row >= 0) found = Math.max(found, (at.xs[row] ?? 0) * at.factor);
  }
  return found;
}
