// Many lines on one grid of x, with no more points than a screen can show.

import { rowsBefore } from "./axes";
import type { Value } from "./history";
import { type Extremes, pyramid } from "./pyramid";

export interface Line {
  /** Never falling. */
  xs: readonly Value[];
  ys: readonly Value[];
  /** What the xs are multiplied by; 1 where it is left out. */
  factor?: number;
}
export interface Grid {
  x: number[];
  /** One column for each line; undefined where a line has no point, null where it has a gap. */
  ys: Value[][];
}
export interface Window {
  from: number;
  to: number;
}

/** Rows of a line, from the first up to, but not with, the end. */
interface Rows {
  first: number;
  end: number;
}

/** All points of the window while they fit twice into `columns`; beyond that the lowest and highest of each pixel column. */
export function share(lines: readonly Line[], columns: number, window: Window): Grid {
  const rows = lines.map((line) => within(line, window));
  const longest = Math.max(0, ...rows.map(({ first, end }) => end - first));
  const x = longest > 2 * columns + 2 ? null : union(lines, rows);
  return x !== null && x.length <= 2 * columns + 2 ? exact(lines, rows, x) : thinned(lines, rows, columns, window);
}

/** The rows inside the window, and one more on each side, so that lines reach the edges. */
function within({ xs, factor = 1 }: Line, { from, to }: Window): Rows {
  const first = Math.max(0, rowsBefore(xs, from / factor) - 1);
  return { first, end: Math.min(xs.length, rowsBefore(xs, to / factor, true) + 1) };
}

function union(lines: readonly Line[], rows: readonly Rows[]): number[] {
  const all = new Float64Array(rows.reduce((sum, { first, end }) => sum + end - first, 0));
  let count = 0;
  lines.forEach(({ xs, ys, factor = 1 }, place) => {
    const { first, end } = rows[place] as Rows;
    for (let row = first; row < end; row++) if (ys[row] !== undefined) all[count++] = (xs[row] as number) * factor;
  });
  const found: number[] = [];
  for (const x of all.subarray(0, count).sort()) if (x !== found.at(-1)) found.push(x);
  return found;
}

function exact(lines: readonly Line[], rows: readonly Rows[], x: number[]): Grid {
  const ys = lines.map(({ xs, ys, factor = 1 }, place) => {
    const { first, end } = rows[place] as Rows;
    const column = new Array<Value>(x.length).fill(undefined);
    for (let row = first, at = 0; row < end; row++) {
      const y = ys[row];
      if (y === undefined) continue;
      const here = (xs[row] as number) * factor;
      while ((x[at] as number) < here) at++;
      column[at] = y;
    }
    return column;
  });
  return { x, ys };
}

/** Two places for each pixel column. Columns stand still while one pans, and so the lines do not tremble. */
function thinned(lines: readonly Line[], rows: readonly Rows[], columns: number, { from, to }: Window): Grid {
  const width = (to - from) / columns;
  const first = Math.floor(from / width) - 1;
  const count = Math.ceil(to / width) + 1 - first;
  const x = Array.from({ length: 2 * count }, (_, place) => (first + place / 2 + 0.25) * width);
  return { x, ys: lines.map((line, place) => extremes(line, rows[place] as Rows, { first, count, width })) };
}

interface Columns {
  first: number;
  count: number;
  width: number;
}

/** The lowest and the highest value of each pixel column, in the order in which they came. */
function extremes({ xs, ys, factor = 1 }: Line, rows: Rows, { first, count, width }: Columns): Value[] {
  const column = new Array<Value>(2 * count).fill(undefined);
  const known = pyramid(ys);
  const found: Extremes = { low: -1, high: -1 };
  const unit = width / factor;
  let row = Math.max(rows.first, rowsBefore(xs, first * unit));
  for (let place = 0; place < count && row < rows.end; place++) {
    const end = search(xs, (first + place + 1) * unit, row, rows.end);
    if (end === row) continue;
    known.extremes(row, end, found);
    const { low, high } = found;
    if (low >= 0) column[2 * place] = known.values[Math.min(low, high)];
    if (low !== high) column[2 * place + 1] = known.values[Math.max(low, high)];
    if (known.broken(row, end)) column[2 * place + 1] = null;
    row = end;
  }
  return column;
}

/** As `rowsBefore`, from a row that is known to be before: first in growing strides, then by halves. */
function search(xs: readonly Value[], x: number, from: number, end: number): number {
  let low = from;
  let stride = 1;
  while (low + stride < end && (xs[low + stride] as number) < x) {
    low += stride;
    stride *= 2;
  }
  let high = Math.min(end, low + stride);
  if ((xs[low] as number) >= x) return low;
  low++;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((xs[middle] as number) < x) low = middle + 1;
    else high = middle;
  }
  return low;
}
