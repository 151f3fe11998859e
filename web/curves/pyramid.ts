// The lowest and the highest of any stretch of a column at once: extremes of blocks of 8 rows, of 64, of 512 …
// Columns only grow, and so do the blocks: a point that comes costs next to nothing, however long the curve is.

import type { Value } from "./history";

export const FAN = 8;

interface Level {
  lows: Float64Array;
  highs: Float64Array;
  length: number;
}

export class Pyramid {
  /** The lowest and the highest that `look` found; infinite the wrong way round where nothing was measured. */
  low = Number.POSITIVE_INFINITY;
  high = Number.NEGATIVE_INFINITY;
  length = 0;
  /** The column as plain numbers. What is no number is NaN, which is neither below nor above anything. */
  private values = new Float64Array(64);
  /** Rows whose value was measured and is not a finite number. */
  private readonly gaps: number[] = [];
  private readonly levels: Level[] = [];

  extend(column: readonly Value[]): void {
    if (column.length > this.values.length) this.values = grown(this.values, column.length);
    while (this.length < column.length) {
      const value = column[this.length];
      this.values[this.length] = typeof value === "number" ? value : Number.NaN;
      if (value === null) this.gaps.push(this.length);
      this.length++;
      if (this.length % FAN === 0) this.close(0);
    }
  }

  /** Looks at the rows from `from` up to, but not with, `to`. */
  look(from: number, to: number): void {
    this.low = Number.POSITIVE_INFINITY;
    this.high = Number.NEGATIVE_INFINITY;
    let first = from;
    let end = Math.min(to, this.length);
    let lows: Float64Array = this.values;
    let highs: Float64Array = this.values;
    for (let level = 0; first < end; level++) {
      const left = Math.min(end, Math.ceil(first / FAN) * FAN);
      const right = Math.max(left, Math.floor(end / FAN) * FAN);
      this.take(lows, highs, first, left);
      this.take(lows, highs, right, end);
      first = left / FAN;
      end = right / FAN;
      if (left === right) return;
      ({ lows, highs } = this.levels[level] as Level);
    }
  }

  /** Whether any row from `from` up to `to` is measured and no number. */
  broken(from: number, to: number): boolean {
    if (this.gaps.length === 0) return false;
    let low = 0;
    let high = this.gaps.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.gaps[middle] as number) < from) low = middle + 1;
      else high = middle;
    }
    return (this.gaps[low] ?? Number.POSITIVE_INFINITY) < to;
  }

  private take(lows: Float64Array, highs: Float64Array, from: number, to: number): void {
    let { low, high } = this;
    for (let place = from; place < to; place++) {
      if ((lows[place] as number) < low) low = lows[place] as number;
      if ((highs[place] as number) > high) high = highs[place] as number;
    }
    this.low = low;
    this.high = high;
  }

  /** A block of `level` is full: its extremes are written down, and those of the block above it where that is full too. */
  private close(level: number): void {
    const below = this.levels[level - 1] ?? { lows: this.values, highs: this.values, length: this.length };
    const into = this.levels[level] ?? { lows: new Float64Array(16), highs: new Float64Array(16), length: 0 };
    this.levels[level] = into;
    if (into.length === into.lows.length) {
      into.lows = grown(into.lows, 0);
      into.highs = grown(into.highs, 0);
    }
    this.low = Number.POSITIVE_INFINITY;
    this.high = Number.NEGATIVE_INFINITY;
    this.take(below.lows, below.highs, below.length - FAN, below.length);
    into.lows[into.length] = this.low;
    into.highs[into.length] = this.high;
    into.length++;
    if (into.length % FAN === 0) this.close(level + 1);
  }
}

function grown(values: Float64Array, least: number): Float64Array<ArrayBuffer> {
  const longer = new Float64Array(Math.max(2 * values.length, least));
  longer.set(values);
  return longer;
}

const known = new WeakMap<readonly Value[], Pyramid>();

/** The pyramid of a column, up to its present length. The column must only ever have been appended to. */
export function pyramid(column: readonly Value[]): Pyramid {
  let found = known.get(column);
  if (found === undefined) {
    found = new Pyramid();
    known.set(column, found);
  }
  found.extend(column);
  return found;
}
