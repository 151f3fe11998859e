// Handles of a chart: where they lie, what they are dragged to, what keys make of them.

import { expect, test } from "vitest";
import { asked, asking, keyed, placeOf, repeats, shareOf, valueAt } from "../parts/pictures/handles";
import type { Frame } from "../parts/pictures/lines";
import type { Handle } from "../parts/pictures/worded";

const FRAME: Frame = { from: 1, to: 9, lowest: 0.001, highest: 10, log: true };
const CLIP: Handle = { name: "clip", title: "Clip", axis: "up", value: 0, lowest: 0.001, highest: 10, start: 0, step: 1, off: "no clipping" };
const CUT: Handle = { name: "cut", title: "Cut", axis: "across", value: 0, lowest: 1, highest: 9, start: 9.5, step: -1, off: "no cut" };

test("where a handle lies it is dragged to, between two steps or at a height of two digits", () => {
  for (const value of [1, 2, 5, 8]) expect(valueAt(CUT, FRAME, shareOf(CUT, FRAME, value))).toBe(value);
  expect(placeOf(CUT, 2)).toBe(7.5);
  expect(valueAt(CUT, FRAME, shareOf(CUT, FRAME, 2) + 0.02)).toBe(2);
  for (const value of [0.0023, 0.1, 4.7]) expect(valueAt(CLIP, FRAME, shareOf(CLIP, FRAME, value))).toBe(value);
  expect(valueAt(CLIP, FRAME, 2)).toBe(0.001);
});

test("beyond its highest value it is off: to the left of the first step read, or above", () => {
  expect(valueAt(CUT, FRAME, -0.01)).toBe(0);
  expect(valueAt(CUT, FRAME, 1.5)).toBe(1);
  expect(valueAt({ ...CUT, start: 0.5, step: 1 }, FRAME, 1.01)).toBe(0);
  expect(valueAt(CLIP, FRAME, 0)).toBe(0);
  expect([shareOf(CUT, FRAME, 0), shareOf(CLIP, FRAME, 0)]).toEqual([0, 0]);
});

test("keys move it the way they point, and to its ends", () => {
  expect(keyed(CUT, FRAME, 3, "ArrowRight")).toBe(2);
  expect(keyed(CUT, FRAME, 3, "ArrowLeft")).toBe(4);
  expect(keyed(CUT, FRAME, 9, "ArrowLeft")).toBe(0);
  expect(keyed(CUT, FRAME, 0, "ArrowRight")).toBe(9);
  expect(keyed(CUT, FRAME, 3, "Home")).toBe(0);
  expect(keyed(CUT, FRAME, 3, "End")).toBe(1);
  expect(keyed(CUT, FRAME, 1, "ArrowRight")).toBe(1);
  expect(keyed(CLIP, FRAME, 1, "ArrowUp")).toBeGreaterThan(1);
  expect(keyed(CLIP, FRAME, 0, "ArrowDown")).toBeLessThan(10);
  expect(keyed(CLIP, FRAME, 0, "ArrowUp")).toBe(0);
  expect(keyed(CLIP, FRAME, 1, "Home")).toBe(0.001);
  expect(keyed(CLIP, FRAME, 1, "End")).toBe(0);
  expect(keyed(CLIP, FRAME, 1, "Enter")).toBeNull();
});

test("a cut is there again after as many steps, and a clip is not", () => {
  expect(repeats(CUT, FRAME, 2)).toEqual([4, 6, 8].map((value) => shareOf(CUT, FRAME, value)));
  expect(repeats(CUT, FRAME, 0)).toEqual([]);
  expect(repeats(CLIP, FRAME, 1)).toEqual([]);
});

test("what was asked for is where the handles are, and nothing where nothing was", () => {
  expect(asked("clip=0.5&cut=3")).toEqual({ clip: 0.5, cut: 3 });
  expect(asked("")).toEqual({});
  expect(asking({ clip: 0.5, cut: 3 })).toBe("clip=0.5&cut=3");
});
