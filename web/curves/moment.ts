// Whether a run is over, and when something was, in the unit that a run's length is given in: a training of 150 batches is over before its first epoch is.

import type { Run, RunState } from "../generated/types";
import { plain, whole } from "../text/numbers";
import { text } from "../text/text";

const LAST: readonly RunState[] = ["finished", "stopped", "failed", "interrupted"];

export function isOver(run: Run): boolean {
  return LAST.includes(run.state);
}

export function inBatches(run: Run): boolean {
  return Number((run.spec.training as { batches?: number } | undefined)?.batches ?? 0) > 0;
}

/** "epoch 12" or "batch 90". */
export function moment(run: Run, epoch: number): string {
  if (inBatches(run)) return text("moment.batch", { batch: whole(Math.round(epoch * run.steps_per_epoch)) });
  return text("moment.epoch", { epoch: plain(Number(epoch.toFixed(1))) });
}

/** "93.7 % @ 12", or "@ batch 90"; epochs go without saying. */
export function reachedAt(run: Run, value: string, epoch: number): string {
  return text("runs.best.at", { value, at: momentOf(run, epoch) });
}

/** The test score and when it was scored: with the weights that the run ended with. */
export function testedAt(run: Run, value: string, name: string): string {
  return run.test[name] === undefined ? value : reachedAt(run, value, run.epoch);
}

/** "@ 12" */
export function at(run: Run, epoch: number): string {
  return text("runs.at", { at: momentOf(run, epoch) });
}

function momentOf(run: Run, epoch: number): string {
  return inBatches(run) ? moment(run, epoch) : plain(Number(epoch.toFixed(1)));
}
