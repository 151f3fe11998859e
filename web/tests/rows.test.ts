import { expect, test } from "vitest";
import { emptyHistory } from "../curves/history";
import { figureIn, measuredAt } from "../curves/printed";
import type { Preset } from "../generated/types";
import { readings, rowSpec, rowVary, runOf } from "../setup/rows";
import { SEED, withValue } from "../setup/spec";
import { catalogue, run } from "./world";

const world = catalogue();
const figure = { series: "exact", value: 0.5, source: "", split: "test", epoch: 0, batch: 0, low: null, high: null, where: {} };
const preset: Preset = {
  name: "table",
  title: "Table",
  text: "",
  place: null,
  spec: { task: { name: "sums" }, architecture: { name: "reader" }, training: { learning_rate: 0.003 } },
  vary: {},
  published: [],
  rows: [{ title: "4", set: { "/training/learning_rate": 0.01 }, vary: { "/architecture/cell": ["small", "large"] }, published: [figure] }],
  first: false,
  begins: false,
};
const [row] = preset.rows;

test("a row is laid over its preset, and each way to read it is a spec", () => {
  if (row === undefined) throw new Error("no row");
  expect(rowSpec(world, preset, row).training.learning_rate).toBe(0.01);
  expect(rowVary(catalogue(), preset, row)).toEqual(row.vary);
  expect(readings(world, preset, row).map(({ spec }) => spec.architecture.cell)).toEqual(["small", "large"]);
});

test("the newest run of a reading counts, whatever its seed", () => {
  if (row === undefined) throw new Error("no row");
  const [small, large] = readings(world, preset, row);
  if (small === undefined || large === undefined) throw new Error("no readings");
  const runs = [1, 2].map((seed) => ({ ...run(`r${seed}`), spec: withValue(small.spec, SEED, seed) }));
  expect(runOf(small, runs)?.id).toBe("r2");
  expect(runOf(large, runs)).toBeUndefined();
});

test("a figure stands beside what was measured of the same split, at the same time", () => {
  const ran = { ...run("r"), test: { exact: 0.4 }, train: { exact: 0.9 } };
  const scored = emptyHistory().clocks.epoch;
  scored.named.set("epoch", [0, 1, 2]).set("validation/exact", [0.1, 0.2, 0.3]).set("train/exact", [undefined, 0.5, 0.6]);
  expect(figureIn(figure, ran, scored)).toBe(0.4);
  expect(figureIn({ ...figure, split: "train" }, ran, scored)).toBe(0.9);
  expect(figureIn({ ...figure, split: "train", epoch: 1 }, ran, scored)).toBe(0.5);
  expect(figureIn({ ...figure, split: "validation", epoch: 2 }, ran, scored)).toBe(0.3);
  scored.named.set("step", [0, 10, 20]);
  expect(measuredAt({ ...figure, split: "validation" }, ran, scored)).toEqual({ value: 0.3, at: { epoch: 2, step: 20 } });
  expect(figureIn({ ...figure, split: "validation", epoch: 9 }, ran, scored)).toBeUndefined();
});
