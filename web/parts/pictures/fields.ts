// Where a place of a map has looked, what its filter made of that, and which maps answer most.

import type { Kernels } from "../../generated/types";
import { largest, part, unpacked, type Values } from "./arrays";
import type { LayerMaps } from "./worded";

/** Row and column. */
export type Place = readonly [number, number];

export interface Box {
  top: number;
  left: number;
  height: number;
  width: number;
}

/** The part of the picture that a place of a map has seen; the whole picture where nothing narrower is known. */
export function boxOf({ seen, asked }: Pick<LayerMaps, "seen"> & { asked: { height: number; width: number } }, [row, column]: Place): Box {
  if (seen === null) return { top: 0, left: 0, height: asked.height, width: asked.width };
  const [down, across] = seen;
  return { top: down.start + row * down.stride, left: across.start + column * across.stride, height: down.size, width: across.size };
}

/** The pixel in the middle of what a place of a map has seen. */
export function middle(picture: Pick<LayerMaps, "seen" | "asked">, place: Place): Place {
  const { top, left, height, width } = boxOf(picture, place);
  return [within(Math.floor(top + height / 2), picture.asked.height), within(Math.floor(left + width / 2), picture.asked.width)];
}

/** The place of a map whose middle is nearest to a pixel. */
export function placeAt({ seen, maps }: Pick<LayerMaps, "seen"> & { maps: { shape: readonly number[] } }, [row, column]: Place): Place {
  const [, height = 1, width = 1] = maps.shape;
  if (seen === null) return [0, 0];
  const [down, across] = seen;
  const nearest = (pixel: number, axis: typeof down, size: number) => within(Math.ceil((pixel + 0.5 - axis.start - axis.size / 2) / axis.stride - 0.5), size);
  return [nearest(row, down, height), nearest(column, across, width)];
}

function within(value: number, size: number): number {
  return Math.min(size - 1, Math.max(0, value));
}

/** Where each map is looked at: at the pixel that somebody chose, else where it answers most; and what it gives there. */
export function answers(picture: LayerMaps, pixel: Place | null): { place: Place; value: number }[] {
  const maps = unpacked(picture.maps);
  const [count = 0, , width = 1] = maps.shape;
  const chosen = pixel && picture.seen ? placeAt(picture, pixel) : null;
  return Array.from({ length: count }, (_, map) => {
    const values = part(maps, map);
    const at = chosen ? chosen[0] * width + chosen[1] : largest(values);
    return { place: [Math.floor(at / width), at % width], value: values[at] ?? 0 };
  });
}

/** The maps in the order in which they are shown. */
export function ordered(found: readonly { value: number }[], strongestFirst: boolean): number[] {
  const order = found.map((_, map) => map);
  return strongestFirst ? order.sort((one, other) => (found[other]?.value ?? 0) - (found[one]?.value ?? 0) || one - other) : order;
}

/** (inputs, height, width) of what a filter covers at a place; beyond the edge is nothing. */
export function patch(kernels: Kernels, inputs: Values, [row, column]: Place): Values {
  const [, count = 0, high = 1, wide = 1] = kernels.weights.shape;
  const [, height = 1, width = 1] = inputs.shape;
  const top = row * kernels.stride[0] - kernels.padding[0];
  const left = column * kernels.stride[1] - kernels.padding[1];
  const all = new Float32Array(count * high * wide);
  for (let input = 0; input < count; input++)
    for (let y = Math.max(0, -top); y < Math.min(high, height - top); y++)
      for (let x = Math.max(0, -left); x < Math.min(wide, width - left); x++)
        all[(input * high + y) * wide + x] = inputs.all[(input * height + top + y) * width + left + x] ?? 0;
  return { shape: [count, high, wide], all, scale: inputs.scale };
}

/** Patch times filter, number by number. */
export function products(covered: Values, filter: ArrayLike<number>): Values {
  const all = covered.all.map((value, place) => value * (filter[place] ?? 0));
  return { shape: covered.shape, all, scale: all.reduce((most, one) => Math.max(most, Math.abs(one)), 0) || 1 };
}

export function biasOf(kernels: Kernels, filter: number): number {
  return kernels.bias ? (unpacked(kernels.bias).all[filter] ?? 0) : 0;
}

/** The mean of a filter over the maps that it reads, for each filter; of one that reads one map, the filter. */
export function means(kernels: Kernels): Values {
  const weights = unpacked(kernels.weights);
  const [count = 0, inputs = 1, high = 1, wide = 1] = weights.shape;
  const size = high * wide;
  const all = new Float32Array(count * size);
  for (let filter = 0; filter < count; filter++)
    for (let input = 0; input < inputs; input++)
      for (let place = 0; place < size; place++) all[filter * size + place] = (all[filter * size + place] ?? 0) + (weights.all[(filter * inputs + input) * size + place] ?? 0) / inputs;
  return { shape: [count, high, wide], all, scale: all.reduce((most, one) => Math.max(most, Math.abs(one)), 0) || 1 };
}

/** What people call a map: the class that it stands for, or its number. */
export function nameOf({ labels }: Pick<LayerMaps, "labels">, map: number): string {
  return labels[map] ?? `#${map + 1}`;
}
