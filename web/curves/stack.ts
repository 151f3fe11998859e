// Parts of a whole on top of each other, as areas in a box of 1 by 1.

import type { History } from "./history";

export interface Stack {
  xs: number[];
  /** By part, its values, in the order of the names. */
  parts: number[][];
  /** The largest sum that is drawn: the first scoring, of weights that nobody trained, may lie far above. */
  top: number;
}

/** What was scored on the validation split, row by row; null before there are two rows. */
export function stackOf(history: History | undefined, names: readonly string[]): Stack | null {
  const columns = history?.clocks.epoch;
  const epochs = columns?.named.get("epoch");
  const found = names.map((name) => columns?.named.get(`validation/${name}`));
  if (epochs === undefined || found.some((column) => column === undefined)) return null;
  const rows = epochs.map((_, row) => row).filter((row) => [epochs, ...found].every((column) => Number.isFinite(column?.[row] ?? Number.NaN)));
  if (rows.length < 2) return null;
  const parts = found.map((column) => rows.map((row) => column?.[row] as number));
  const sums = rows.map((_, place) => parts.reduce((sum, part) => sum + (part[place] ?? 0), 0));
  return { xs: rows.map((row) => epochs[row] as number), parts, top: 1.05 * Math.max(...(rows.length > 2 ? sums.slice(1) : sums)) };
}

/** The outline of one part, on top of those before it: an SVG path that goes there along its top and back along its foot. */
export function area({ xs, parts, top }: Stack, part: number): string {
  const [first, last] = [xs[0] ?? 0, xs.at(-1) ?? 1];
  const across = (place: number) => (((xs[place] ?? 0) - first) / (last - first || 1)).toFixed(4);
  const height = (place: number, many: number) => {
    const sum = parts.slice(0, many).reduce((all, one) => all + Math.max(0, one[place] ?? 0), 0);
    return Math.max(0, 1 - sum / (top || 1)).toFixed(4);
  };
  const there = xs.map((_, place) => `${across(place)},${height(place, part + 1)}`);
  const back = xs.map((_, place) => `${across(place)},${height(place, part)}`).reverse();
  return `M${[...there, ...back].join("L")}Z`;
}
