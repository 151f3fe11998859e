import { expect, test } from "vitest";
import { ends, pairs, points, ticks } from "../parts/pictures/packed";

function packed(...values: number[]): string {
  return btoa(String.fromCharCode(...values.flatMap((value) => [value & 255, value >> 8])));
}

test("two bytes are a number, the least first", () => {
  expect(pairs(packed(0, 1, 256, 65535))).toEqual([0, 1, 256, 65535]);
});

test("a line fills its box, the highest on top", () => {
  expect(points(packed(0, 65535))).toBe("0.00000,1.00000 1.00000,0.00000");
});

test("ticks are round and inside", () => {
  expect(ticks(3, 198, 4)).toEqual([50, 100, 150]);
  expect(ticks(1941.9, 1962.7, 5)).toEqual([1945, 1950, 1955, 1960]);
  expect(ticks(7, 7, 4)).toEqual([7]);
});

test("x goes from the first to the last of its values", () => {
  expect(ends({ type: "curves", start: 10, step: 0.5, count: 5, lowest: 0, highest: 1, unit: "", lines: [] })).toEqual([10, 12]);
});
