// Named lines as numbers: where their points lie in the frame, and what is read off them at a place.

import { floats, ticks } from "./packed";
import type { Lines, NamedLine, Stretch } from "./worded";

export interface Frame {
  /** The ends of x and of y. */
  from: number;
  to: number;
  lowest: number;
  highest: number;
  /** Whether y lies by its logarithm. */
  log: boolean;
}

export interface Line {
  name: string;
  /** Which colour, counted from 0. */
  hue: number;
  xs: number[];
  ys: number[];
  /** None where they are not known. */
  slopes: number[];
  /** Its points came one after another, and lie anywhere. */
  path: boolean;
  /** How it is written, of x; "" where that is not said. */
  formula: string;
  stretches: Stretch[];
}

export interface Reading {
  line: Line;
  x: number;
  y: number;
  slope: number | undefined;
  /** What that part of the line is called. */
  words: string;
}

/** The same picture is unpacked once. */
const known = new WeakMap<NamedLine[], Line[]>();

export function unpackedLines(picture: Lines): Line[] {
  const found = known.get(picture.lines) ?? picture.lines.map((line, place) => unpacked(picture, line, place));
  known.set(picture.lines, found);
  return found;
}

function unpacked({ start, step }: Lines, { name, values, x, slopes, stretches, hue, formula }: NamedLine, place: number): Line {
  const ys = floats(values);
  const xs = x === "" ? ys.map((_, at) => start + at * step) : floats(x);
  return { name, hue: hue ?? place, xs, ys, slopes: floats(slopes), path: x !== "", formula, stretches };
}

export function frameOf({ start, step, count, lowest, highest, log }: Lines): Frame {
  return { from: start, to: start + step * Math.max(1, count - 1), lowest, highest, log };
}

/** As shares of the frame, from its left and from its top. */
export function across({ from, to }: Frame, x: number): number {
  return (x - from) / (to - from || 1);
}

export function down({ lowest, highest, log }: Frame, y: number): number {
  if (log) return 1 - Math.log(y / lowest) / Math.log(highest / lowest);
  return 1 - (y - lowest) / (highest - lowest || 1);
}

/** Round numbers of y; of a logarithmic one powers of ten, no more than have room. */
export function heights({ lowest, highest, log }: Frame): number[] {
  if (!log) return ticks(lowest, highest, 4);
  const [first, last] = [Math.ceil(Math.log10(lowest) - 1e-9), Math.floor(Math.log10(highest) + 1e-9)];
  const stride = Math.ceil((last - first + 1) / 8);
  return Array.from({ length: Math.floor((last - first) / stride) + 1 }, (_, place) => 10 ** (last - place * stride));
}

/** So many frames away is as good as any further: screens lose count of what is very far. */
const FAR = 100;

/** Points for SVG lines over a box of 1 by 1 that is stretched to its place; a gap begins another line. */
export function strokes(frame: Frame, xs: readonly number[], ys: readonly number[]): string[] {
  const found: string[][] = [[]];
  ys.forEach((y, place) => {
    const x = xs[place] ?? Number.NaN;
    if (Number.isFinite(x) && Number.isFinite(y)) found.at(-1)?.push(`${near(across(frame, x))},${near(down(frame, y))}`);
    else if (found.at(-1)?.length) found.push([]);
  });
  return found.filter((points) => points.length > 0).map((points) => points.join(" "));
}

function near(share: number): string {
  return Math.max(-FAR, Math.min(FAR, share)).toFixed(5);
}

/** The part of a line that has a name. */
export function stretched(frame: Frame, { xs, ys }: Line, { start, end }: Stretch): string[] {
  const slack = (frame.to - frame.from) * 1e-6;
  const inside = xs.map((x) => x >= start - slack && x <= end + slack);
  return strokes(frame, xs, ys.map((y, place) => (inside[place] ? y : Number.NaN)));
}

/** The place of the evenly laid point nearest to x. */
export function placeAt({ start, step, count }: Lines, x: number): number {
  return Math.max(0, Math.min(count - 1, Math.round((x - start) / (step || 1))));
}

/** Lines are read off at their place, paths at the point that was the so-manyth. */
export function readings(lines: readonly Line[], place: number, along: number): Reading[] {
  return lines.map((line) => {
    const at = line.path ? Math.min(along, line.ys.length - 1) : place;
    const x = line.xs[at] ?? Number.NaN;
    const words = line.stretches.find(({ start, end }) => x >= start - 1e-9 && x <= end + 1e-9)?.words ?? "";
    return { line, x, y: line.ys[at] ?? Number.NaN, slope: line.slopes[at], words };
  });
}

/** Which point of a path lies nearest to a place of the frame, given in pixels; null where none is near. */
export function pathPoint(lines: readonly Line[], frame: Frame, at: { x: number; y: number }, size: { width: number; height: number }, reach: number): number | null {
  let found: number | null = null;
  let best = reach;
  for (const line of lines) {
    if (!line.path) continue;
    line.ys.forEach((y, place) => {
      const away = Math.hypot(across(frame, line.xs[place] ?? Number.NaN) * size.width - at.x, down(frame, y) * size.height - at.y);
      if (away < best) [best, found] = [away, place];
    });
  }
  return found;
}
