import { expect, test } from "vitest";
import { withNumber } from "../parts/pictures/Formulas";
import { areMistakes } from "../parts/pictures/mistakes";
import { frameOf, pathPoint, placeAt, readings, strokes, unpackedLines } from "../parts/pictures/lines";
import type { ImageGrid, Lines, NamedLine } from "../parts/pictures/worded";
import { floats, pairs, ticks } from "../parts/pictures/packed";
import { figure } from "../text/numbers";

function packed(...values: number[]): string {
  return btoa(String.fromCharCode(...values.flatMap((value) => [value & 255, value >> 8])));
}

function exact(...values: number[]): string {
  return btoa(String.fromCharCode(...new Uint8Array(new Float32Array(values).buffer)));
}

function line(values: number[], more: Partial<NamedLine> = {}): NamedLine {
  return { name: "a", values: exact(...values), x: "", slopes: "", stretches: [], hue: null, formula: "", ...more };
}

function picture(lines: NamedLine[], more: Partial<Lines> = {}): Lines {
  return { type: "curves", title: "", start: 0, step: 1, count: 3, lowest: 0, highest: 2, unit: "", across: "x", at: null, along: "", log: false, names: [], shaded: null, remarks: [], handles: [], lines, ...more };
}

test("two bytes are a number, the least first", () => {
  expect(pairs(packed(0, 1, 256, 65535))).toEqual([0, 1, 256, 65535]);
});

test("four bytes are a number of any size", () => {
  expect(floats(exact(-0.5, 1e9, Number.POSITIVE_INFINITY))).toEqual([-0.5, 1e9, Number.POSITIVE_INFINITY]);
});

test("a line fills its frame, the highest on top, and what is no number is a gap in it", () => {
  const frame = frameOf(picture([]));
  expect(strokes(frame, [0, 1, 2], [0, 2, 0])).toEqual(["0.00000,1.00000 0.50000,0.00000 1.00000,1.00000"]);
  expect(strokes(frame, [0, 1, 2], [0, Number.NaN, 2])).toEqual(["0.00000,1.00000", "1.00000,0.00000"]);
  // A line that runs away leaves the frame; screens need not count how far.
  expect(strokes(frame, [0, 1], [0, 1e30])).toEqual(["0.00000,1.00000 0.50000,-100.00000"]);
});

test("lines are read off at a place, and paths at the point that was the so-manyth", () => {
  const lines = unpackedLines(
    picture([
      line([0, 1, 4], { slopes: exact(0, 2, 4), stretches: [{ start: 0, end: 1, words: "flat" }] }),
      line([5, 6], { x: exact(0.25, 0.75) }),
    ]),
  );
  const [curve, path] = readings(lines, 1, 7);
  expect(curve).toMatchObject({ x: 1, y: 1, slope: 2, words: "flat" });
  expect(readings(lines, 2, 0)[0]?.words).toBe("");
  expect(path).toMatchObject({ x: 0.75, y: 6, slope: undefined });
});

test("a pointer means the nearest place of the axis, and the point of a path that is near", () => {
  const of = picture([line([0, 2], { x: exact(0, 2) })], { start: 0, step: 1, count: 3 });
  expect([-5, 0.4, 0.6, 99].map((x) => placeAt(of, x))).toEqual([0, 0, 1, 2]);
  const size = { width: 100, height: 100 };
  expect(pathPoint(unpackedLines(of), frameOf(of), { x: 95, y: 4 }, size, 14)).toBe(1);
  expect(pathPoint(unpackedLines(of), frameOf(of), { x: 50, y: 50 }, size, 14)).toBe(null);
});

test("numbers that are read off have four figures, whatever their size", () => {
  expect([-0.48, 0.000012345, 1234.56, 2.5e30, Number.NaN, Number.NEGATIVE_INFINITY].map(figure)).toEqual(["−0.48", "1.234e−5", "1235", "2.50e30", "–", "−∞"]);
});

test("ticks are round and inside", () => {
  expect(ticks(3, 198, 4)).toEqual([50, 100, 150]);
  expect(ticks(1941.9, 1962.7, 5)).toEqual([1945, 1950, 1955, 1960]);
  expect(ticks(7, 7, 4)).toEqual([7]);
});

test("the number at the pointer stands in the place of x, in brackets where it needs them", () => {
  expect(withNumber("1 / (1 + exp(-x))", 2)).toBe("1 / (1 + exp(-2))");
  expect(withNumber("x * x + max(0, x)", -0.5)).toBe("(−0.5) * (−0.5) + max(0, (−0.5))");
  expect(withNumber("tanh(x)", -1)).toBe("tanh(−1)");
});

test("a grid of mistakes was chosen among more answers; pictures that all came out wrong are no such choice", () => {
  const mark = (right: boolean) => ({ right }) as ImageGrid["marks"][number];
  expect(areMistakes({ marks: [mark(false), mark(false)], of: 100 })).toBe(true);
  expect(areMistakes({ marks: [mark(false), mark(false)], of: 2 })).toBe(false);
  expect(areMistakes({ marks: [mark(false), mark(true)], of: 100 })).toBe(false);
});
