// Where a run went on in a new attempt, why, and what of the attempt before was given up. Pure.

import type { Attempt, Run } from "../generated/types";
import { worded } from "../text/sentences";
import { counted, text } from "../text/text";
import { along, places } from "./axes";
import type { Axis } from "./axis";
import type { Split } from "./columns";
import type { Hue } from "./groups";
import { type Clock, rowsBefore, type Value } from "./history";
import { drawnClock, line, type Sketch } from "./lines";
import type { Subject } from "./subject";
import type { Line } from "./thin";

export interface Joint {
  run: string;
  number: number;
  hue: Hue;
  x: number;
  y: number;
  words: string;
}

/** On its own curve, at the step from which each attempt but the first goes on. */
export function joints(subject: Subject, series: string, axis: Axis): Joint[] {
  const { run, history, paint } = subject;
  if (history === undefined) return [];
  const found = line(subject, "epoch", axis, "validation", series);
  const [clock, drawn] = found ? (["epoch", found] as const) : trained(subject, series, axis);
  if (drawn === null) return [];
  return later(run).flatMap((attempt) => {
    const y = valueAt(history.clocks[clock].named.get("step") ?? [], drawn.ys, attempt.from_step);
    if (typeof y !== "number") return [];
    return [{ run: run.id, number: attempt.number, hue: paint.hue, x: along(run, history, attempt.from_step, axis), y, words: jointWords(run, attempt) }];
  });
}

function trained(subject: Subject, series: string, axis: Axis): readonly [Clock, Line | null] {
  const clock = drawnClock(subject, series, axis);
  return [clock, line(subject, clock, axis, "train", series)];
}

/** Measured there, or last before. */
function valueAt(steps: readonly Value[], ys: readonly Value[], step: number): Value {
  for (let row = rowsBefore(steps, step, true) - 1; row >= 0; row--) if (ys[row] !== undefined) return ys[row];
  return undefined;
}

/** Every attempt but the first. */
export function later(run: Run): Attempt[] {
  return run.attempts.slice(1);
}

/** "Attempt 2, from step 400: the worker was killed" */
export function jointWords(run: Run, attempt: Attempt): string {
  const before = run.attempts.find(({ number }) => number === attempt.number - 1);
  const longer = longerWords(attempt);
  const why = before?.state === "finished" && longer ? longer : clause(worded(before?.reason ?? "")) || longer;
  const values = { number: attempt.number, step: attempt.from_step, why };
  return text(why ? "attempt.begins.why" : "attempt.begins", values);
}

function longerWords({ extend, extend_batches }: Attempt): string {
  if (extend_batches) return counted("attempt.longer.batches", extend_batches);
  return extend ? counted("attempt.longer", extend) : "";
}

/** What happened, without what it may mean: that is in the row. */
export function clause(reason: string): string {
  return reason.split(/[;；]/)[0] ?? "";
}

/** What was learnt beyond the step from which a later attempt went on: faint, like a branch that nobody followed. */
export function addGivenUp(subject: Subject, series: string, axis: Axis, sketch: Sketch): void {
  const { run, history, paint } = subject;
  for (const known of history?.before ?? []) {
    const next = run.attempts.find(({ number }) => number > known.attempt);
    if (next === undefined) continue;
    const old = { ...subject, history: known };
    const clocks: [Split, Clock][] = [["train", drawnClock(old, series, axis)], ["validation", "epoch"]];
    for (const [role, clock] of clocks) {
      const whole = places(run, known, clock, axis) && line(old, clock, axis, role, series);
      const tail = whole && beyond(whole, known.clocks[clock].named.get("step") ?? [], next.from_step);
      if (!tail) continue;
      const { hue, marker, group } = paint;
      sketch.strokes.push({ run: run.id, group, role, hue, marker, label: "", thin: false, faint: true, old: false });
      sketch.lines.push(tail);
    }
  }
}

/** From the last row that is not beyond `step`; null where nothing comes after it. */
function beyond(whole: Line, steps: readonly Value[], step: number): Line | null {
  const first = Math.max(0, rowsBefore(steps, step, true) - 1);
  if (whole.xs.length - first < 2) return null;
  return { ...whole, xs: whole.xs.slice(first), ys: whole.ys.slice(first) };
}
