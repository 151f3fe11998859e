// How far the y axis reaches, and where an axis has its ticks.

import type { Drawing } from "./drawing";

export type Ends = [number, number];

export interface Reach {
  range: Ends | null;
  /** Whether only a part of the x axis is shown. */
  closer: boolean;
}

/** The whole range where all of x is shown; who looks closer at a part sees what is there as large as it can be. */
export function yRange({ ys, ceiling }: Pick<Drawing, "ys" | "ceiling">, { range, closer }: Reach, least: number | null, most: number | null): Ends {
  if (closer && least !== null && most !== null && ys.length > 0) return closeRange(range, least, Math.min(most, ceiling ?? most));
  if (range) return [range[0], range[1] + (range[1] - range[0]) * 0.02];
  const top = Math.min(most ?? 1, ceiling ?? Number.POSITIVE_INFINITY);
  const bottom = Math.min(0, least ?? 0);
  return [bottom, top > bottom ? top + (top - bottom) * 0.05 : bottom + 1];
}

function closeRange(range: Ends | null, least: number, most: number): Ends {
  const room = (most - least) * 0.08 || Math.abs(most) * 0.05 || 0.05;
  const [low, high] = range ?? [least >= 0 ? 0 : Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const slack = range ? (range[1] - range[0]) * 0.02 : 0;
  return [Math.max(low, least - room), Math.min(high + slack, Math.max(most, least) + room)];
}

/** The lowest and the highest value inside the window; those of a logarithmic axis are above 0. */
export function extent({ x, ys, window }: Drawing, positive: boolean): Ends | null {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const line of ys)
    line.forEach((y, row) => {
      const here = x[row] as number;
      if (typeof y !== "number" || here < window.from || here > window.to || (positive && y <= 0)) return;
      least = Math.min(least, y);
      most = Math.max(most, y);
    });
  return least <= most ? [least, most] : null;
}

/** Whole powers of ten around what is drawn. */
export function decades([least, most]: Ends): Ends {
  return [10 ** Math.floor(Math.log10(least)), 10 ** Math.ceil(Math.log10(most) + 1e-9)];
}

/** About so many round numbers from one end to the other. */
export function ticks([from, to]: Ends, about: number): number[] {
  const rough = (to - from) / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999) ?? 10);
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, place) => Number(((first + place) * step).toPrecision(12)));
}

/** Powers of ten, and where these are few also twice and five times as much. */
export function logarithmicTicks([from, to]: Ends): number[] {
  const powers = Array.from({ length: Math.round(Math.log10(to / from)) + 1 }, (_, place) => from * 10 ** place);
  const all = powers.length > 3 ? powers : powers.flatMap((power) => [1, 2, 5].map((factor) => factor * power));
  return all.filter((value) => value >= from * 0.999 && value <= to * 1.001).map((value) => Number(value.toPrecision(6)));
}
