// A running mean that forgets, over measured points and never over thinned ones. What it was it stays: points that come
// later change nothing before them.

import type { Value } from "./history";

/** Points that count, roughly; 0 is off. */
export const STRENGTHS = [0, 2, 3, 5, 10, 20, 30, 50, 100, 200, 500] as const;

/** Of fewer a mean would only look like a curve. */
export const FEWEST = 5;

class Smoothed {
  readonly values: Value[] = [];
  measured = 0;
  private sum = 0;
  private share = 0;

  constructor(private readonly keep: number) {}

  /** An exponential mean begins too near to nothing; divided by the share that is filled, it does not. */
  extend(column: readonly Value[]): void {
    for (let row = this.values.length; row < column.length; row++) {
      const value = column[row];
      if (typeof value !== "number") {
        this.values.push(value);
        continue;
      }
      this.sum = this.keep * this.sum + (1 - this.keep) * value;
      this.share = this.keep * this.share + (1 - this.keep);
      this.measured++;
      this.values.push(this.sum / this.share);
    }
  }
}

const known = new WeakMap<readonly Value[], Map<number, Smoothed>>();

/** The smoothed column, or null where there is nothing to smooth. About the last `points` measured values count. */
export function smoothed(column: readonly Value[], points: number): readonly Value[] | null {
  if (points < 2) return null;
  const strengths = known.get(column) ?? new Map<number, Smoothed>();
  known.set(column, strengths);
  const found = strengths.get(points) ?? new Smoothed(1 - 1 / points);
  strengths.set(points, found);
  found.extend(column);
  return found.measured < FEWEST ? null : found.values;
}
