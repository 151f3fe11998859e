// What pictures of layers are made of: signs of classes, parts of networks, logarithms, sorted tables.

import { expect, test } from "vitest";
import type { Dot, TableRow } from "../parts/pictures/worded";
import { partOfLayer, partsOf } from "../panels/network/pressing";
import { labelsOf, nearestDot, place, signOf } from "../parts/pictures/dots";
import { down, heights } from "../parts/pictures/lines";
import { sorted } from "../parts/pictures/TablePicture";

const frame = { from: 1, to: 5, lowest: 1e-4, highest: 1e1, log: true };

test("each power of ten is as far from the next on a logarithmic frame", () => {
  expect(heights(frame)).toEqual([10, 1, 0.1, 0.01, 0.001, 0.0001].map((value) => expect.closeTo(value, 12)));
  expect(down(frame, 1e-4)).toBeCloseTo(1);
  expect(down(frame, 1)).toBeCloseTo(0.2);
  expect(down(frame, 10)).toBeCloseTo(0);
});

test("a frame of very many powers of ten names some of them", () => {
  expect(heights({ ...frame, lowest: 1e-20 }).length).toBeLessThanOrEqual(8);
});

test("a layer belongs to the nearest part that is round it", () => {
  const parts = ["stage1.block1", "stage1.block1.skip", "inception3a.branch1", "conv"];
  expect(partOfLayer(parts, "stage1.block1.conv2")).toBe("stage1.block1");
  expect(partOfLayer(parts, "stage1.block1.skip.norm")).toBe("stage1.block1.skip");
  expect(partOfLayer(parts, "stage1.block10.conv1")).toBeNull();
  expect(partOfLayer(parts, "conv")).toBe("conv");
  expect(partOfLayer(parts, "conv2")).toBeNull();
});

test("what cannot be asked for is no part", () => {
  const share = { label: { code: "", values: {}, text: "" }, right: 1, of: 2 };
  expect(partsOf({ type: "shares", titles: [{ code: "", values: {}, text: "" }], groups: [[{ ...share, name: "" }, { ...share, name: "conv" }, { ...share, name: null }]], chosen: "", remarks: [] })).toEqual(["conv"]);
  expect(partsOf(undefined)).toEqual([]);
});

const dot = (x: number, y: number, label: string): Dot => ({ x, y, label, answer: label, question: "" });

test("a dot is meant by whoever points near it, and nothing by whoever points far from all", () => {
  const dots = [dot(0, 0, "0"), dot(1000, 1000, "1")];
  const [x, y] = place({ x: 1000, y: 1000 });
  expect(nearestDot({ dots }, x + 3, y)).toBe(1);
  expect(nearestDot({ dots }, 180, 180)).toBeNull();
});

test("digits stand for themselves, and long names have a sign each", () => {
  const labels = labelsOf({ dots: [dot(0, 0, "cat"), dot(1, 1, "horse"), dot(1, 1, "cat")] });
  expect(labels).toEqual(["cat", "horse"]);
  expect(signOf(labels, "cat")).not.toBe(signOf(labels, "horse"));
  expect(signOf(["3", "7"], "7")).toBe("7");
});

test("a table is sorted by the largest of a column, and goes back to the order of the network", () => {
  const row = (layer: string, value: number | null): TableRow => ({ title: layer, layer, note: "", values: [value] });
  const rows = [row("a", 2), row("b", null), row("c", 7)];
  expect(sorted(rows, 0).map(({ layer }) => layer)).toEqual(["c", "a", "b"]);
  expect(sorted(rows, null)).toEqual(rows);
});
