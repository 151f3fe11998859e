// How far a run is, in numbers and in words.

import type { Run } from "../generated/types";
import { duration, whole } from "../text/numbers";
import { english, worded } from "../text/sentences";
import { counted, text, within } from "../text/text";
import { type History, reached, rowsBefore } from "./history";
import { length } from "./length";
import { inBatches, isOver } from "./moment";
import { paceWords } from "./pace";

export interface Progress {
  /** 0 to 1 of the planned length. */
  part: number;
  epoch: number;
  epochs: number;
  /** Whether the length is said in epochs: in whole ones, of a run that was not asked for batches. */
  inEpochs: boolean;
  /** Seconds that are left at the pace so far; null where nothing can be said yet. */
  left: number | null;
  /** The same for one step. */
  perStep: number | null;
  seconds: number;
  step: number;
  steps: number;
}

export function progress(run: Run, history: History | undefined): Progress {
  const step = Math.max(run.step, reached(history, "step"));
  const seconds = Math.max(run.seconds, reached(history, "seconds"));
  const epoch = Math.max(run.epoch, reached(history, "epoch"));
  const { unit, planned, epochs } = length(run, history);
  const done = unit === "epoch" ? epoch : step;
  const each = pace(history, unit) ?? (step >= SETTLED && done > 0 ? seconds / done : null);
  const slowed = slower(run, unit, each);
  const left = slowed === null ? null : slowed * Math.max(0, planned - done);
  const perStep = slowed === null || unit === "step" ? slowed : slowed / run.steps_per_epoch;
  const part = planned > 0 ? Math.min(1, done / planned) : 0;
  const inEpochs = !inBatches(run) && Number.isInteger(epochs) && epochs > 0;
  return { part, epoch, epochs, inEpochs, left, perStep, seconds, step, steps: unit === "step" ? planned : run.steps };
}

/** Seconds for a step or an epoch; of a run that is slowed, no step takes less than it is given. */
function slower(run: Run, unit: "epoch" | "step", each: number | null): number | null {
  if (run.steps_per_second === null) return each;
  return Math.max((unit === "step" ? 1 : run.steps_per_epoch) / run.steps_per_second, each ?? 0);
}

/** The first steps are slow and say little about the others. */
const SETTLED = 8;

/** Seconds for a step or an epoch, over the later half of what is known; null before anything can be said. */
function pace(history: History | undefined, unit: "epoch" | "step"): number | null {
  const counted = history?.clocks.batch.named.get(unit) ?? [];
  const seconds = history?.clocks.batch.named.get("seconds") ?? [];
  const from = Math.floor(counted.length / 2);
  const taken = (counted.at(-1) ?? 0) - (counted[from] ?? 0);
  const spent = (seconds.at(-1) ?? 0) - (seconds[from] ?? 0);
  return counted.length >= SETTLED && taken > 0 && spent > 0 ? spent / taken : null;
}

export interface Speed {
  /** Examples that were learnt from in a second. */
  value: number;
  /** Of the latest epoch, of a run that goes on; else of all of it. */
  now: boolean;
  examples: number;
  seconds: number;
}

/** A run that is over, or sends no points, has the mean that its examples and seconds come to: the same on every page. */
export function speed(run: Run, history: History | undefined): Speed | null {
  if (!isOver(run)) {
    const { epoch = [], examples = [], seconds = [] } = Object.fromEntries(history?.clocks.batch.named ?? []);
    const end = epoch.length - 1;
    const first = rowsBefore(epoch, (epoch[end] ?? 0) - 1 - 1e-9);
    const spent = (seconds[end] ?? 0) - (seconds[first] ?? 0);
    const learnt = (examples[end] ?? 0) - (examples[first] ?? 0);
    if (first < end && spent > 0) return { value: learnt / spent, now: true, examples: learnt, seconds: spent };
  }
  const [examples, seconds] = [Math.max(run.examples, reached(history, "examples")), Math.max(run.seconds, reached(history, "seconds"))];
  return examples > 0 && seconds > 0 ? { value: examples / seconds, now: false, examples, seconds } : null;
}

/** "Epoch 41 of 60, 12 s left; slowed to 2 steps a second"; in batches where training is not counted in whole epochs. */
export function stateWords(run: Run, now: Progress): string {
  const words = standing(run, now);
  return run.steps_per_second === null ? words : text("pace.state", { words, pace: paceWords(run.steps_per_second) });
}

function standing(run: Run, now: Progress): string {
  const reason = worded(run.reason);
  const values = { done: done(now), all: all(now), reason };
  const twice = english(run.reason).toLowerCase().startsWith(run.state);
  switch (run.state) {
    case "queued":
      return run.place === null ? text("state.queued") : text("state.queued.place", { place: run.place });
    case "starting":
      return text("state.starting");
    case "running":
      if (now.left === null) return text("state.running.first");
      return text("state.running", { ...values, left: duration(now.left) });
    case "paused":
      return text("state.paused", values);
    case "finished":
      return now.part < 1 && reason ? text("state.finished.reason", values) : text("state.finished", values);
    case "stopped":
    case "failed":
    case "interrupted":
      // "Stopped: stopped by hand" would say it twice.
      if (twice) return `${reason.charAt(0).toUpperCase()}${reason.slice(1)}`;
      return reason ? text(`state.${run.state}.reason`, values) : text(`state.${run.state}`, values);
  }
}

/** Of a run that may have gone on since, without what nobody knows. */
export function unheardWords(now: Progress): string {
  return text("state.unheard", { done: within(done(now)) });
}

/** The epoch one is in, counted from 1, never beyond the last. */
function current({ epoch, epochs }: Progress): number {
  return Math.max(1, Math.min(Math.ceil(epochs), Math.floor(epoch + 1e-9) + 1));
}

function done(now: Progress): string {
  const values = now.inEpochs ? { now: whole(current(now)), all: whole(now.epochs) } : { now: whole(now.step), all: whole(now.steps) };
  return text(now.inEpochs ? "progress.epoch" : "progress.batch", values);
}

function all(now: Progress): string {
  return now.inEpochs ? counted("progress.epochs", now.epochs) : counted("progress.batches", now.steps);
}
