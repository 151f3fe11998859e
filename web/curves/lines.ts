// The lines of one run on a chart: which rows they are made of, and how each is drawn.

import { places } from "./axes";
import type { Axis } from "./axis";
import { columnOf, type Split } from "./columns";
import type { Paint } from "./groups";
import type { Clock, Value } from "./history";
import { length } from "./length";
import { smoothed } from "./smoothing";
import type { Subject } from "./subject";
import type { Line } from "./thin";

export type Role = "train" | "validation" | "mean train" | "mean validation" | "low" | "high";

export interface Stroke {
  run: string;
  group: string;
  role: Role;
  hue: Paint["hue"];
  marker: Paint["marker"];
  /** Written at the end of the line; "" for none. */
  label: string;
  /** One of several seeds: drawn thin, under the line of their mean. */
  thin: boolean;
  /** What lies behind another line, or leads from a parent to its fork: neither marked nor named. */
  faint: boolean;
  /** From before the newest race: it steps back, and has no name at its end. */
  old: boolean;
}

/** Lines as they are collected. */
export interface Sketch {
  strokes: Stroke[];
  lines: Line[];
}

/** The line, and where it is smoothed what was measured behind it. A seed among others stays as it was measured. */
export function addLine(sketch: Sketch, stroke: Omit<Stroke, "faint">, line: Line, smoothing: number): void {
  const smooth = stroke.thin ? null : smoothed(line.ys, smoothing);
  const edge = stroke.role === "low" || stroke.role === "high";
  if (smooth !== null && !edge) {
    sketch.strokes.push({ ...stroke, label: "", faint: true });
    sketch.lines.push(line);
  }
  sketch.strokes.push({ ...stroke, faint: false });
  sketch.lines.push(smooth === null ? line : { ...line, ys: smooth });
}

/** Up to so many epochs every batch is drawn; beyond, epochs say enough. */
const FEW_EPOCHS = 10;

/** Epochs where there are many; every batch where there are few; and batches until the first epochs are done. */
export function drawnClock(subject: Subject, series: string, axis: Axis): "batch" | "epoch" {
  const epochs = line(subject, "epoch", axis, "train", series);
  const batches = line(subject, "batch", axis, "train", series);
  const few = length(subject.run, subject.history).epochs <= FEW_EPOCHS || !measuredTimes(epochs?.ys ?? [], 3);
  return batches && (few || !epochs) ? "batch" : "epoch";
}

export function trainLine(subject: Subject, series: string, axis: Axis): Line | null {
  return line(subject, drawnClock(subject, series, axis), axis, "train", series);
}

function measuredTimes(ys: readonly Value[], times: number): boolean {
  let found = 0;
  for (let row = 0; row < ys.length && found < times; row++) if (ys[row] !== undefined) found++;
  return found >= times;
}

export function line({ run, history }: Subject, clock: Clock, axis: Axis, split: Split, series: string): Line | null {
  if (history === undefined) return null;
  const at = places(run, history, clock, axis);
  const ys = columnOf(history, clock, split, series);
  return at && ys ? { ...at, ys } : null;
}
