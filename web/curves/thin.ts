// Many lines on one grid of x, with no more points than a screen can show.

import { rowsBefore, type Value } from "./history";
import { FAN, pyramid } from "./pyramid";

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
  /** How many points of each line lie in the window. */
  counts: number[];
  /** Whether two places stand for each pixel column, and not one for each point. */
  thinned: boolean;
}
export interface Window {
  from: number;
  to: number;
}

type Points = Pick<Grid, "x" | "ys">;

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
  const counts = rows.map(({ first, end }) => end - first);
  if (x !== null && x.length <= 2 * columns + 2) return { ...exact(lines, rows, x), counts, thinned: false };
  return { ...thinned(lines, columns, window), counts, thinned: true };
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

function exact(lines: readonly Line[], rows: readonly Rows[], x: number[]): Points {
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
function thinned(lines: readonly Line[], columns: number, { from, to }: Window): Points {
  const width = (to - from) / columns;
  const first = Math.floor(from / width) - 1;
  const count = Math.ceil(to / width) + 1 - first;
  const x = Array.from({ length: 2 * count }, (_, place) => (first + place / 2 + 0.25) * width);
  return { x, ys: lines.map((line) => extremes(line, first, count, width)) };
}

/** The lowest and the highest value of each pixel column: the one first that is nearer to where the line comes from. */
function extremes({ xs, ys, factor = 1 }: Line, first: number, count: number, width: number): Value[] {
  const column = new Array<Value>(2 * count).fill(undefined);
  const known = pyramid(ys);
  const ends = bounds(xs, first, count, width / factor);
  let before = 0;
  for (let place = 0; place < count; place++) {
    const from = ends[place] as number;
    const to = ends[place + 1] as number;
    if (from === to) continue;
    known.look(from, to);
    const { low, high } = known;
    if (low <= high) {
      const rising = Math.abs(low - before) <= Math.abs(high - before);
      column[2 * place] = rising ? low : high;
      if (low < high) column[2 * place + 1] = rising ? high : low;
      before = rising ? high : low;
    }
    if (known.broken(from, to)) column[2 * place + 1] = null;
  }
  return column;
}

interface Bounds {
  length: number;
  first: number;
  unit: number;
  ends: Int32Array;
}

/** Of each column of xs the last ones that were asked for: all charts ask for the same. */
const bounded = new WeakMap<readonly Value[], Bounds>();

/** The row at which each pixel column begins, and at the end the one where the last ends. */
function bounds(xs: readonly Value[], first: number, count: number, unit: number): Int32Array {
  const before = bounded.get(xs);
  if (before?.length === xs.length && before.first === first && before.unit === unit && before.ends.length === count + 1) return before.ends;
  const ends = new Int32Array(count + 1);
  let row = rowsBefore(xs, first * unit);
  let wide = 1;
  ends[0] = row;
  for (let place = 1; place <= count; place++) {
    const end = search(xs, (first + place) * unit, row, row + wide);
    wide = Math.max(1, end - row);
    row = end;
    // Whole blocks are looked up faster; by so little of a column nobody sees a point moved.
    ends[place] = wide > 2 * FAN * FAN ? Math.floor(row / FAN) * FAN : row;
  }
  bounded.set(xs, { length: xs.length, first, unit, ends });
  return ends;
}

/** As `rowsBefore`, for a row that is not before `from` and probably near to `guess`. */
function search(xs: readonly Value[], x: number, from: number, guess: number): number {
  let low = from;
  let high = xs.length;
  for (let stride = 1, at = Math.min(guess, high - 1); at >= low && at < high; stride *= 2) {
    if ((xs[at] as number) < x) {
      low = at + 1;
      at += stride;
    } else {
      high = at;
      at -= stride;
    }
  }
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((xs[middle] as number) < x) low = middle + 1;
    else high = middle;
  }
  return low;
}
