// Arrays as they travel: base64 of small whole numbers.

import type { Lines } from "../../generated/types";

export function bytes(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

/** Two bytes a number, the least first, 0 to 65535. */
export function pairs(base64: string): number[] {
  const all = bytes(base64);
  return Array.from({ length: all.length >> 1 }, (_, place) => (all[2 * place] ?? 0) + 256 * (all[2 * place + 1] ?? 0));
}

/** Four bytes a whole number from 0, the least first. */
export function counts(base64: string): number[] {
  const all = bytes(base64);
  const view = new DataView(all.buffer);
  return Array.from({ length: all.length >> 2 }, (_, place) => view.getUint32(4 * place, true));
}

/** The points of an SVG line over a box of 1 by 1 that is stretched to its place. */
export function points(base64: string): string {
  const values = pairs(base64);
  const last = Math.max(1, values.length - 1);
  return values.map((value, place) => `${(place / last).toFixed(5)},${(1 - value / 65535).toFixed(5)}`).join(" ");
}

/** Round numbers between two ends, about `wanted` of them. */
export function ticks(lowest: number, highest: number, wanted: number): number[] {
  const rough = (highest - lowest) / wanted;
  if (!(rough > 0)) return [lowest];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((one) => one * power >= rough) ?? 10);
  const first = Math.ceil(lowest / step);
  return Array.from({ length: Math.floor(highest / step) - first + 1 }, (_, place) => (first + place) * step);
}

export function ends(picture: Lines): [number, number] {
  return [picture.start, picture.start + picture.step * Math.max(1, picture.count - 1)];
}
