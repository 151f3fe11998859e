// Arrays of any shape as they travel, unpacked once.

import type { Numbers } from "../../generated/types";
import { bytes } from "./packed";

export interface Values {
  shape: readonly number[];
  /** The last dimension comes quickest. */
  all: Float32Array;
  /** The largest size that there is. */
  scale: number;
}

const known = new WeakMap<Numbers, Values>();

export function unpacked(numbers: Numbers): Values {
  const before = known.get(numbers);
  if (before) return before;
  const packed = bytes(numbers.values);
  const view = new DataView(packed.buffer);
  const all = Float32Array.from({ length: packed.length >> 1 }, (_, place) => (view.getInt16(2 * place, true) / 32767) * numbers.scale);
  const found = { shape: numbers.shape, all, scale: numbers.scale };
  known.set(numbers, found);
  return found;
}

/** The part of an array at a place of its first dimensions. */
export function part({ shape, all }: Values, ...at: number[]): Float32Array {
  const size = shape.slice(at.length).reduce((product, one) => product * one, 1);
  const place = at.reduce((sum, one, dimension) => sum * (shape[dimension] ?? 1) + one, 0);
  return all.subarray(place * size, (place + 1) * size);
}

/** The place of the largest value; 0 where there is none. */
export function largest(values: ArrayLike<number>): number {
  let found = 0;
  for (let place = 1; place < values.length; place++) if ((values[place] ?? 0) > (values[found] ?? 0)) found = place;
  return found;
}

export function furthest(values: ArrayLike<number>): number {
  let most = 0;
  for (let place = 0; place < values.length; place++) most = Math.max(most, Math.abs(values[place] ?? 0));
  return most;
}

export function total(values: ArrayLike<number>): number {
  let sum = 0;
  for (let place = 0; place < values.length; place++) sum += values[place] ?? 0;
  return sum;
}
