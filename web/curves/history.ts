// What one run has said so far: columns that grow by appending, one set for each clock.

import type { Changed, Curves, Notice, Points } from "../generated/types";

/** undefined: not measured at this row; null: measured, and not a finite number. */
export type Value = number | null | undefined;
export type Clock = Points["clock"];

export interface Columns {
  length: number;
  /** True where the server left rows out: only extremes of each stretch are there. */
  thinned: boolean;
  named: Map<string, Value[]>;
}

export interface History {
  seq: number;
  clocks: Record<Clock, Columns>;
  changes: Changed[];
  /** Where it stood still; single steps taken from there are of one pause. */
  pauses: Pause[];
  notices: Notice[];
  /** Of what it was trained with. */
  versions: Readonly<Record<string, string>>;
  /** The attempt whose points these are; 0 where nothing was heard. */
  attempt: number;
  /** What this page heard of attempts before, as they were when the next one began. */
  before: History[];
}

export interface Pause {
  step: number;
  epoch: number;
}

/** One step on, or at the end of the epoch, it is the last pause, gone on from by a step. */
export function pausedAt(history: History, { step, epoch }: Pause): void {
  const last = history.pauses.at(-1);
  const stepped = last && (step - last.step <= 1 || (Number.isInteger(epoch) && epoch - last.epoch <= 1));
  if (stepped) history.pauses.pop();
  history.pauses.push({ step, epoch });
}

export function emptyHistory(): History {
  return { seq: 0, clocks: { batch: none(), epoch: none(), test: none() }, changes: [], pauses: [], notices: [], versions: {}, attempt: 0, before: [] };
}

/** Ends of attempts that were given up are kept so many times: they are drawn, and nothing is lost with them. */
const MOST_BEFORE = 4;

/** A new attempt begins; what is known of the one before stays to be drawn as given up. */
export function begunAgain(known: History | undefined): History {
  const history = emptyHistory();
  if (known === undefined) return history;
  const others = known.before.filter(({ attempt }) => attempt !== known.attempt);
  const own = known.clocks.epoch.length + known.clocks.batch.length > 0 ? [{ ...known, before: [] }] : [];
  return { ...history, before: [...others, ...own].slice(-MOST_BEFORE) };
}

function none(): Columns {
  return { length: 0, thinned: false, named: new Map() };
}

/** Appends rows. A column that is new, or missing this time, is filled so that all columns keep one length. */
export function append(history: History, said: Points | Curves): void {
  const { clock, columns } = said;
  const into = history.clocks[clock];
  if ("thinned" in said && said.thinned) into.thinned = true;
  const rows = Math.max(0, ...Object.values(columns).map((column) => column.length));
  for (const [name, values] of Object.entries(columns)) {
    let column = into.named.get(name);
    if (column === undefined) {
      column = new Array<Value>(into.length).fill(undefined);
      into.named.set(name, column);
    }
    for (const value of values) column.push(value);
  }
  into.length += rows;
  for (const column of into.named.values()) while (column.length < into.length) column.push(undefined);
}

/** Rows as the server writes them in lines of commas: an empty field was not measured, "nan" is not a finite number. */
export function parsed(lines: string): Map<string, Value[]> {
  const [head = "", ...rows] = lines.trimEnd().split("\n");
  const columns = head.split(",").map((name): [string, Value[]] => [name, []]);
  for (const row of rows)
    row.split(",").forEach((field, place) => columns[place]?.[1].push(field === "" ? undefined : field === "nan" ? null : Number(field)));
  return new Map(columns);
}

/** Puts all rows in the place of those that were thinned out; what has come since stays behind them. */
export function makeWhole(history: History, clock: Clock, all: ReadonlyMap<string, Value[]>): void {
  const known = history.clocks[clock];
  const last = all.get("step")?.at(-1) ?? -1;
  const later = known.named.get("step")?.findIndex((step) => (step ?? 0) > last) ?? -1;
  const length = all.get("step")?.length ?? 0;
  const whole: Columns = { length, thinned: false, named: new Map() };
  for (const name of new Set([...all.keys(), ...known.named.keys()])) {
    const rows = all.get(name) ?? new Array<Value>(length).fill(undefined);
    const since = later < 0 ? [] : (known.named.get(name)?.slice(later) ?? []);
    whole.named.set(name, [...rows, ...since]);
  }
  whole.length = Math.max(...[...whole.named.values()].map((column) => column.length));
  for (const column of whole.named.values()) while (column.length < whole.length) column.push(undefined);
  history.clocks[clock] = whole;
}

/** The last measured value of a column, or undefined. */
export function last(columns: Columns, name: string): Value {
  const column = columns.named.get(name);
  if (column === undefined) return undefined;
  for (let row = column.length - 1; row >= 0; row--) if (column[row] !== undefined) return column[row];
  return undefined;
}

/** The farthest row of both clocks: where training is. */
export function reached(history: History | undefined, name: "step" | "epoch" | "seconds" | "examples"): number {
  if (history === undefined) return 0;
  return Math.max(last(history.clocks.batch, name) ?? 0, last(history.clocks.epoch, name) ?? 0);
}

export interface Peak {
  value: number;
  epoch: number;
  step?: number;
}

interface Sought {
  /** How many rows were looked at. */
  rows: number;
  peak: Peak | null;
}

/** By column: a curve that grows is not searched anew for its best. */
const sought = { higher: new WeakMap<Value[], Sought>(), lower: new WeakMap<Value[], Sought>() };

/** The best value of an epoch-clock column, and the epoch where it was. */
export function best(history: History | undefined, name: string, better: "higher" | "lower"): Peak | null {
  const column = history?.clocks.epoch.named.get(name);
  const epochs = history?.clocks.epoch.named.get("epoch");
  const steps = history?.clocks.epoch.named.get("step");
  if (column === undefined) return null;
  const found = sought[better].get(column) ?? { rows: 0, peak: null };
  sought[better].set(column, found);
  for (; found.rows < column.length; found.rows++) {
    const value = column[found.rows];
    if (typeof value !== "number") continue;
    const wins = found.peak === null || (better === "higher" ? value > found.peak.value : value < found.peak.value);
    if (!wins) continue;
    const step = steps?.[found.rows];
    found.peak = { value, epoch: epochs?.[found.rows] ?? 0, ...(typeof step === "number" ? { step } : {}) };
  }
  return found.peak;
}

/** How many rows lie before `x`, or at it too; of a column that never falls. */
export function rowsBefore(xs: readonly Value[], x: number, included = false): number {
  let from = 0;
  let to = xs.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    const here = xs[middle] as number;
    if (here < x || (included && here === x)) from = middle + 1;
    else to = middle;
  }
  return from;
}
