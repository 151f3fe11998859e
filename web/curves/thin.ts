// Many lines on one grid of x, with no more points than a screen can show.

import type { Value } from "./history";

export interface Line {
  xs: readonly Value[];
  ys: readonly Value[];
}
export interface Grid {
  x: number[];
  /** One column for each line; undefined where a line has no point, null where it has a gap. */
  ys: Value[][];
}

/** All points while they fit twice into `columns`; beyond that the lowest and highest of each pixel column. */
export function share(lines: readonly Line[], columns: number): Grid {
  const every = new Set<number>();
  for (const line of lines) {
    for (let row = 0; row < line.xs.length; row++) {
      const x = line.xs[row];
      if (typeof x === "number" && line.ys[row] !== undefined) every.add(x);
    }
  }
  if (every.size <= 2 * columns) return exact(lines, [...every].sort((one, other) => one - other));
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const x of every) {
    least = Math.min(least, x);
    most = Math.max(most, x);
  }
  return thinned(lines, columns, least, most);
}

function exact(lines: readonly Line[], x: number[]): Grid {
  const place = new Map(x.map((value, index) => [value, index]));
  const ys = lines.map((line) => {
    const column = new Array<Value>(x.length).fill(undefined);
    line.xs.forEach((value, row) => {
      const y = line.ys[row];
      if (typeof value === "number" && y !== undefined) column[place.get(value) as number] = y;
    });
    return column;
  });
  return { x, ys };
}

/** Two places for each pixel column: its lowest and its highest value, in the order in which they came. */
function thinned(lines: readonly Line[], columns: number, least: number, most: number): Grid {
  const width = (most - least) / columns;
  const x = Array.from({ length: 2 * columns }, (_, place) => least + (place / 2 + 0.25) * width);
  return { x, ys: lines.map((line) => extremes(line, columns, least, width)) };
}

function extremes(line: Line, columns: number, least: number, width: number): Value[] {
  const column = new Array<Value>(2 * columns).fill(undefined);
  const lowest = new Int32Array(columns).fill(-1);
  const highest = new Int32Array(columns).fill(-1);
  for (let row = 0; row < line.xs.length; row++) {
    const at = line.xs[row];
    const y = line.ys[row];
    if (typeof at !== "number" || y === undefined) continue;
    const bin = Math.min(columns - 1, Math.floor((at - least) / width));
    if (y === null) {
      column[2 * bin + 1] = null;
      continue;
    }
    if (lowest[bin] === -1 || y < (line.ys[lowest[bin] as number] as number)) lowest[bin] = row;
    if (highest[bin] === -1 || y > (line.ys[highest[bin] as number] as number)) highest[bin] = row;
  }
  for (let bin = 0; bin < columns; bin++) {
    const low = lowest[bin] as number;
    const high = highest[bin] as number;
    if (low < 0) continue;
    column[2 * bin] = line.ys[Math.min(low, high)];
    if (low !== high && column[2 * bin + 1] === undefined) column[2 * bin + 1] = line.ys[Math.max(low, high)];
  }
  return column;
}
