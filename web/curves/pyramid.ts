// The lowest and the highest of any stretch of a column at once: extremes of blocks of 8 rows, of 64, of 512 …
// Columns only grow, and so do the blocks: a point that comes costs next to nothing, however long the curve is.

import type { Value } from "./history";

const FAN = 8;

interface Level {
  lows: Int32Array;
  highs: Int32Array;
  length: number;
}

/** Rows of the extremes; -1 where nothing was measured. */
export interface Extremes {
  low: number;
  high: number;
}

export class Pyramid {
  /** The column as plain numbers; what is no number is NaN. */
  values = new Float64Array(64);
  length = 0;
  /** Rows whose value was measured and is not a finite number. */
  readonly gaps: number[] = [];
  private readonly levels: Level[] = [];

  extend(column: readonly Value[]): void {
    if (column.length > this.values.length) {
      const grown = new Float64Array(Math.max(2 * this.values.length, column.length));
      grown.set(this.values);
      this.values = grown;
    }
    while (this.length < column.length) {
      const value = column[this.length];
      this.values[this.length] = typeof value === "number" ? value : Number.NaN;
      if (value === null) this.gaps.push(this.length);
      this.length++;
      if (this.length % FAN === 0) this.close(0);
    }
  }

  /** The extremes of the rows from `from` up to, but not with, `to`. */
  extremes(from: number, to: number, found: Extremes): void {
    found.low = -1;
    found.high = -1;
    let first = from;
    let end = Math.min(to, this.length);
    for (let level = -1; first < end; level++) {
      while (first < end && first % FAN !== 0) this.take(level, first++, found);
      while (first < end && end % FAN !== 0) this.take(level, --end, found);
      first /= FAN;
      end /= FAN;
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

  /** Level -1 is the rows themselves. */
  private take(level: number, place: number, found: Extremes): void {
    const blocks = this.levels[level];
    const { values } = this;
    const low = blocks === undefined ? place : (blocks.lows[place] as number);
    const high = blocks === undefined ? place : (blocks.highs[place] as number);
    if (low < 0 || Number.isNaN(values[low])) return;
    if (found.low < 0 || (values[low] as number) < (values[found.low] as number)) found.low = low;
    if (found.high < 0 || (values[high] as number) > (values[found.high] as number)) found.high = high;
  }

  /** A block of `level` is full: its extremes are written down, and those of the block above it where that is full too. */
  private close(level: number): void {
    const below = level === 0 ? this.length : (this.levels[level - 1] as Level).length;
    const into = this.at(level);
    const found = { low: -1, high: -1 };
    for (let place = below - FAN; place < below; place++) this.take(level - 1, place, found);
    into.lows[into.length] = found.low;
    into.highs[into.length] = found.high;
    into.length++;
    if (into.length % FAN === 0) this.close(level + 1);
  }

  private at(level: number): Level {
    const found = this.levels[level] ?? { lows: new Int32Array(16), highs: new Int32Array(16), length: 0 };
    if (found.length === found.lows.length) {
      found.lows = grown(found.lows);
      found.highs = grown(found.highs);
    }
    this.levels[level] = found;
    return found;
  }
}

function grown(rows: Int32Array): Int32Array {
  const longer = new Int32Array(2 * rows.length);
  longer.set(rows);
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
