// The measured numbers at one place of the x axis, and how runs that differ only in seed lie about their mean.

import { places } from "./axes";
import type { Axis, Band } from "./axis";
import { abreast, begun, gathered, seedsName } from "./gathered";
import type { Paint } from "./groups";
import { type Moment, seedList, seedOf } from "./origin";
import { type Clock, type History, rowsBefore, type Value } from "./history";
import { line, trainLine } from "./lines";
import { type Spread, spread } from "./spread";
import { grouped, type Subject } from "./subject";
import type { Line } from "./thin";

export interface About {
  mean: number;
  low: number;
  high: number;
  deviation: number;
  count: number;
}
export interface Reading {
  /** "" for a group. */
  run: string;
  name: string;
  paint: Paint;
  train: Value;
  validation: Value;
  /** Where the numbers are from: of a group all of its seeds, and the moment on which they agree. */
  seed: string;
  moment: Moment | null;
  /** Of a group: its validation, or its training where it has none. */
  about: About | null;
}

/** One row for each run; before the runs of a group one for the group. `slack` is how far a pixel reaches. */
export function readings(subjects: readonly Subject[], series: string, axis: Axis, band: Band, x: number, slack: number): Reading[] {
  const several = grouped(subjects);
  return several.flatMap((members) => {
    const runs = members.map(({ run, name, paint, ...rest }) => ({
      run: run.id,
      name,
      paint,
      train: valueAt(trainLine({ run, name, paint, ...rest }, series, axis), x, slack),
      validation: valueAt(line({ run, name, paint, ...rest }, "epoch", axis, "validation", series), x, slack),
      about: null,
      seed: seedOf(run),
      moment: momentOf({ run, name, paint, ...rest }, axis, x, slack),
    }));
    const group = members.length > 1 ? ofGroup(members, series, axis, band, x, slack) : null;
    return group === null ? runs : [group, ...runs];
  });
}

function ofGroup(members: readonly Subject[], series: string, axis: Axis, band: Band, x: number, slack: number): Reading | null {
  const train = gathered(members, "train", series, axis);
  const validation = gathered(members, "validation", series, axis);
  const { paint, groupName } = members[0] as Subject;
  const banded = validation ?? train;
  if (banded === null || banded.count < 2) return null;
  return {
    run: "",
    name: seedsName(groupName, banded.count, begun(members)),
    paint,
    seed: seedList(abreast(members).map(({ run }) => seedOf(run))),
    moment: momentAt(abreast(members), axis, x, slack),
    train: train && meanAt(train, x, slack),
    validation: validation && meanAt(validation, x, slack),
    about: aboutAt(banded, band, rowAt(banded.xs, x, slack)),
  };
}

function meanAt(spread: Spread, x: number, slack: number): Value {
  const row = rowAt(spread.xs, x, slack);
  return row < 0 ? undefined : spread.mean[row];
}

/** How the members lie about their mean at one of its rows; without a band by their lowest and highest. */
export function aboutAt(spread: Spread, band: Band, row: number): About | null {
  const { low, high } = spread.edges[band === "off" ? "range" : band];
  if (row < 0 || row >= spread.xs.length) return null;
  return {
    mean: spread.mean[row] as number,
    low: low[row] as number,
    high: high[row] as number,
    deviation: spread.deviation[row] as number,
    count: spread.count,
  };
}

/** How single values lie about their mean: of all of them, as a mean of fewer would say something else. */
export function aboutAll(values: readonly (number | null | undefined)[], band: Band): About | null {
  if (!values.every((value) => typeof value === "number")) return null;
  const found = spread(values.map((value) => ({ epochs: [0], xs: [0], ys: [value], factor: 1 })));
  return found && aboutAt(found, band, 0);
}

/** The last row at `x`; -1 before the first, and beyond the last: a run that is not there has no value. */
function rowAt(xs: readonly Value[], x: number, slack: number): number {
  if (xs.length === 0 || x > (xs.at(-1) as number) + slack) return -1;
  return rowsBefore(xs, x + slack / 2, true) - 1;
}

/** The value there, or the last one before: not every row has one. */
function valueAt(found: Line | null, x: number, slack: number): Value {
  if (found === null) return undefined;
  const { xs, ys, factor = 1 } = found;
  for (let row = rowAt(xs, x / factor, slack / factor); row >= 0; row--) if (ys[row] !== undefined) return ys[row];
  return undefined;
}

/** Epoch and step at `x`, where all runs that reach it agree on them. */
export function momentAt(subjects: readonly Subject[], axis: Axis, x: number, slack: number): Moment | null {
  const found = subjects.flatMap((subject) => momentOf(subject, axis, x, slack) ?? []);
  const first = found[0];
  const agreed = found.every(({ epoch, step }) => epoch === first?.epoch && step === first.step);
  return first !== undefined && agreed ? first : null;
}

/** Epoch and step of what was measured at `x`. */
export function momentOf({ run, history }: Subject, axis: Axis, x: number, slack: number): Moment | null {
  if (history === undefined) return null;
  const rows = (["epoch", "batch"] as const).flatMap((clock) => nearest(history, clock, places(run, history, clock, axis), x) ?? []);
  const near = rows.sort((one, other) => one.away - other.away)[0];
  return near !== undefined && near.away <= Math.max(slack, 1e-9) ? near : null;
}

function nearest(history: History, clock: Clock, at: ReturnType<typeof places>, x: number): (Moment & { away: number }) | null {
  const { named } = history.clocks[clock];
  if (at === null || at.xs.length === 0) return null;
  const after = rowsBefore(at.xs, x / at.factor);
  const away = (row: number) => Math.abs((at.xs[row] ?? Number.POSITIVE_INFINITY) * at.factor - x);
  const row = after > 0 && away(after - 1) <= away(after) ? after - 1 : after;
  const epoch = named.get("epoch")?.[row];
  const step = named.get("step")?.[row];
  return typeof epoch === "number" && typeof step === "number" ? { epoch, step, away: away(row) } : null;
}
