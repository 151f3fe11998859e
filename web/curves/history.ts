// What one run has said so far: columns that grow by appending, one set for each clock.

import type { Changed, Curves, Notice, Points } from "../generated/types";

/** undefined: not measured at this row; null: measured, and not a finite number. */
export type Value = number | null | undefined;
export type Clock = Points["clock"];

export interface Columns {
  length: number;
  named: Map<string, Value[]>;
}

export interface History {
  seq: number;
  clocks: Record<Clock, Columns>;
  changes: Changed[];
  notices: Notice[];
}

export function emptyHistory(): History {
  return { seq: 0, clocks: { batch: none(), epoch: none(), test: none() }, changes: [], notices: [] };
}

function none(): Columns {
  return { length: 0, named: new Map() };
}

/** Appends rows. A column that is new, or missing this time, is filled so that all columns keep one length. */
export function append(history: History, { clock, columns }: Points | Curves): void {
  const into = history.clocks[clock];
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

/** The last measured value of a column, or undefined. */
export function last(columns: Columns, name: string): Value {
  const column = columns.named.get(name);
  if (column === undefined) return undefined;
  for (let row = column.length - 1; row >= 0; row--) if (column[row] !== undefined) return column[row];
  return undefined;
}

/** The farthest row of both clocks: where training is. */
export function reached(history: History | undefined, name: "step" | "epoch" | "seconds"): number {
  if (history === undefined) return 0;
  return Math.max(last(history.clocks.batch, name) ?? 0, last(history.clocks.epoch, name) ?? 0);
}

export interface Peak {
  value: number;
  epoch: number;
}

/** The best value of an epoch-clock column, and the epoch where it was. */
export function best(history: History | undefined, name: string, better: "higher" | "lower"): Peak | null {
  const column = history?.clocks.epoch.named.get(name);
  const epochs = history?.clocks.epoch.named.get("epoch");
  let peak: Peak | null = null;
  column?.forEach((value, row) => {
    if (typeof value !== "number") return;
    const wins = peak === null || (better === "higher" ? value > peak.value : value < peak.value);
    if (wins) peak = { value, epoch: epochs?.[row] ?? 0 };
  });
  return peak;
}
