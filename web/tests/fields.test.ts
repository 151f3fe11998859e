// Where a map has looked and how its values came about, worked out by hand for small ones.

import { expect, test } from "vitest";
import type { Kernels, Numbers } from "../generated/types";
import { part, unpacked } from "../parts/pictures/arrays";
import { answers, biasOf, boxOf, means, middle, nameOf, ordered, patch, placeAt, products } from "../parts/pictures/fields";
import type { LayerMaps } from "../parts/pictures/worded";

/** As the server packs them: whole numbers of 16 bits. */
function numbers(shape: number[], values: number[]): Numbers {
  const scale = Math.max(...values.map(Math.abs)) || 1;
  const packed = new Uint8Array(values.length * 2);
  values.forEach((value, place) => new DataView(packed.buffer).setInt16(2 * place, Math.round((value / scale) * 32767), true));
  return { shape, scale, values: btoa(String.fromCharCode(...packed)) };
}

const asked = { type: "image grid" as const, sheet: "", columns: 10, height: 6, width: 6, marks: [], right: 0, of: 0, labels: [], chances: "", aligned: false, remarks: [], knobs: [] };
const axis = { start: 0, stride: 1, size: 3 };

function maps(values: number[], shape: number[], seen: LayerMaps["seen"] = [axis, axis]): LayerMaps {
  const mark = { given: "", answer: "7", expected: "", right: null, sure: 1, truth: null, question: "" };
  return { type: "layer maps", mark, asked, layers: [], chosen: "conv1", of: shape[0] ?? 0, maps: numbers(shape, values), labels: [], seen, kernels: null, inputs: null };
}

test("arrays come back with their shape, and a part of them is that of its first dimensions", () => {
  const found = unpacked(numbers([2, 2, 2], [1, -2, 3, 4, 5, 6, 7, -8]));
  expect([...part(found, 1)].map((one) => Number(one.toFixed(3)))).toEqual([5, 6, 7, -8]);
  expect(part(found, 1, 1)[1]).toBeCloseTo(-8, 3);
  expect(found.scale).toBe(8);
});

test("a place of a map has seen a box of the picture, and the middle of that box leads back to it", () => {
  const sizes = [axis, { start: -1, stride: 1, size: 3 }, { start: 0, stride: 2, size: 6 }, { start: -1, stride: 1, size: 4 }, { start: 0, stride: 2, size: 2 }];
  for (const one of sizes) {
    const last = Math.min(3, Math.floor((6 - one.size - one.start) / one.stride));
    const picture = maps(Array<number>(16).fill(0), [1, 4, 4], [one, one]);
    for (let place = 0; place <= last; place++) expect(placeAt(picture, middle(picture, [place, 0]))[0]).toBe(place);
  }
  expect(boxOf(maps([0], [1, 1, 1]), [2, 1])).toEqual({ top: 2, left: 1, height: 3, width: 3 });
  expect(boxOf(maps([0], [1, 1, 1], null), [0, 0])).toEqual({ top: 0, left: 0, height: 6, width: 6 });
});

test("without a place each map is looked at where it answers most, with one all at that place; the strongest is found", () => {
  const picture = maps([1, 2, 9, 3, -5, -4, -3, -2, 0, 0, 0, 4], [3, 2, 2]);
  const most = answers(picture, null);
  expect(most.map(({ place }) => place)).toEqual([[1, 0], [1, 1], [1, 1]]);
  expect(ordered(most, true)).toEqual([0, 2, 1]);
  expect(ordered(most, false)).toEqual([0, 1, 2]);
  const there = answers(picture, [2, 2]); // the middle of what the place (1, 1) has seen
  expect(there.map(({ value }) => Math.round(value))).toEqual([3, -2, 4]);
  expect(ordered(there, true)[0]).toBe(2);
});

test("what a filter covers ends at the edge, and its products add up to what it gives", () => {
  const weights = numbers([1, 1, 2, 2], [1, -1, 2, 3]);
  const kernels: Kernels = { layer: "conv1", of: 1, weights, bias: numbers([1], [0.5]), stride: [1, 1], padding: [1, 0], reads: "" };
  const inputs = unpacked(numbers([1, 2, 3], [1, 2, 3, 4, 5, 6]));
  const above = patch(kernels, inputs, [0, 1]);
  expect([...above.all].map(Math.round)).toEqual([0, 0, 2, 3]);
  const sum = products(above, part(unpacked(weights), 0)).all.reduce((total, one) => total + one, 0);
  expect(sum + biasOf(kernels, 0)).toBeCloseTo(13.5, 2);
  expect([...patch(kernels, inputs, [2, 2]).all].map(Math.round)).toEqual([6, 0, 0, 0]);
});

test("of a filter that reads several maps the mean is drawn; a map that stands for a class has its name", () => {
  const kernels: Kernels = { layer: "conv2", of: 1, weights: numbers([1, 2, 1, 2], [1, 2, 3, -4]), bias: null, stride: [1, 1], padding: [0, 0], reads: "pool1" };
  expect([...means(kernels).all].map((one) => Number(one.toFixed(2)))).toEqual([2, -1]);
  expect(nameOf({ labels: [] }, 2)).toBe("#3");
  expect(nameOf({ labels: ["cat", "dog"] }, 1)).toBe("dog");
});
