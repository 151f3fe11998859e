import { expect, test } from "vitest";
import { columnOf, layers, series } from "../curves/columns";
import { epochLines } from "../curves/epochs";
import { append, emptyHistory, makeWhole, parsed } from "../curves/history";
import { drawLayers } from "../curves/layers";
import { between, carried, following, held, panned, zoomed } from "../curves/range";
import { momentAt, readings } from "../curves/reading";
import { tabled } from "../curves/table";
import { subject } from "./world";

test("the crosshair reads what was measured last, of groups their mean and spread, and nothing of a run that is not there yet", () => {
  const runs = [subject("a", [4, 2, 1]), subject("b", [8, 4, 3], 1), subject("c", [5], 0, "h")];
  const found = readings(runs, "loss", "epoch", "range", 2, 0.1);
  expect(found.map(({ run, name, validation }) => [run || name, validation])).toEqual([["all ×2", 2], ["a", 1], ["b", 3], ["c", undefined]]);
  expect(found[0]?.about).toMatchObject({ mean: 2, low: 1, high: 3, count: 2 });
  expect(found[0]?.about?.deviation).toBeCloseTo(Math.SQRT2);
});

test("a number that is read off says its seed, and its own step where runs are not at the same", () => {
  const one = subject("a", [4, 2, 1], 7);
  const other = subject("b", [1, 1, 1], 8, "h");
  other.history?.clocks.epoch.named.set("step", [0, 3, 6]);
  const found = readings([one, other], "loss", "epoch", "off", 2, 0.1);
  expect(found.map(({ seed, moment }) => [seed, moment?.epoch, moment?.step])).toEqual([["7", 2, 20], ["8", 2, 6]]);
});

test("epoch and step are both read where the runs agree on them", () => {
  const one = subject("a", [4, 2, 1]);
  expect(momentAt([one, subject("b", [1, 1, 1])], "examples", 40, 0.1)).toMatchObject({ epoch: 2, step: 20 });
  const other = subject("b", [1, 1, 1]);
  other.history?.clocks.epoch.named.set("step", [0, 3, 6]);
  expect(momentAt([one, other], "examples", 40, 0.1)).toBeNull();
});

test("the table has a column for each run and two for each group", () => {
  const { xs, columns } = tabled([subject("a", [4, 2]), subject("b", [8, 4], 1)], "loss", "step", "interval");
  expect(xs).toEqual([0, 10]);
  expect(columns.map(({ name, spread, cells }) => [name, spread, spread === null && cells.get(10)])).toEqual([
    ["all ×2", null, 3],
    ["all ×2", "interval", false],
    ["a", null, 2],
    ["b", null, 4],
  ]);
  expect(columns.map(({ of }) => of && [of.subject.name, of.split])).toEqual([null, null, ["a", "validation"], ["b", "validation"]]);
});

test("epochs end where all runs agree, or where the run that is pointed at has them, and only where there is room", () => {
  const one = subject("a", [4, 2, 1]);
  const other = subject("b", [4, 2, 1], 1);
  other.history?.clocks.epoch.named.set("step", [0, 3, 6]);
  const window = { from: 0, to: 20 };
  expect(epochLines([one], "step", window, 500, null)).toEqual([10, 20]);
  expect(epochLines([one], "epoch", window, 500, null)).toEqual([]);
  expect(epochLines([one], "step", window, 20, null)).toEqual([]);
  expect(epochLines([one, other], "step", window, 500, null)).toEqual([]);
  expect(epochLines([one, other], "step", window, 500, "b")).toEqual([3, 6]);
});

test("looking closer keeps what is pointed at in its place, and all of it is no part", () => {
  const closer = zoomed({ from: 0, to: 100 }, 100, 0.5, 20);
  expect(closer).toEqual({ from: 10, to: 60 });
  expect(zoomed(closer ?? { from: 0, to: 0 }, 100, 4, 50)).toBeNull();
  expect(panned({ from: 10, to: 60 }, 100, 70)).toEqual({ from: 50, to: 100 });
  expect(between(30, 20, 100)).toEqual({ from: 20, to: 30 });
  expect(between(20, 20, 100)).toBeNull();
  expect(held({ from: -5, to: 15 }, 100)).toEqual({ from: 0, to: 20 });
  expect(following({ from: 0, to: 20 }, 70)).toEqual({ from: 51, to: 71 });
  expect(carried({ from: 10, to: 20 }, 100, 1000)).toEqual({ from: 100, to: 200 });
});

test("what a history has charts for follows from its columns; extremes of thinned rows are no series", () => {
  const history = emptyHistory();
  append(history, { type: "points", clock: "batch", columns: { step: [1], examples: [8], "train/loss": [1], "train/loss/min": [0], learning_rate: [0.1] } });
  append(history, { type: "points", clock: "epoch", columns: { step: [1], "validation/exact": [0], "gradient/hidden.1": [3], "gradient/out": [4] } });
  expect(series(history).sort()).toEqual(["exact", "gradient", "learning_rate", "loss", "speed"]);
  expect(layers(history, "gradient")).toEqual(["hidden.1", "out"]);
});

test("the speed is examples over the half second before", () => {
  const history = emptyHistory();
  const seconds = [0, 0.2, 0.4, 0.6, 0.8, 2];
  append(history, { type: "points", clock: "batch", columns: { seconds, examples: [0, 10, 20, 30, 60, 120] } });
  const found = columnOf(history, "batch", "train", "speed") ?? [];
  expect(found[0]).toBeUndefined();
  expect(found[1]).toBeCloseTo(10 / 0.2);
  expect(found[4]).toBeCloseTo((60 - 10) / 0.6);
  expect(found[5]).toBeCloseTo((120 - 60) / 1.2);
});

test("layers have a line and a hue each", () => {
  const one = subject("a", [1, 2]);
  append(one.history as never, { type: "points", clock: "epoch", columns: { epoch: [2], "gradient/in": [3], "gradient/out": [4] } });
  const lens = { axis: "epoch", columns: 100, window: { from: 0, to: 2 }, smoothing: 0, band: "off", flagWords: String } as const;
  const { strokes, ys } = drawLayers(one, "gradient", lens);
  expect(strokes.map(({ label, hue }) => [label, hue])).toEqual([["in", "blue"], ["out", "orange"]]);
  expect(ys).toEqual([[3], [4]]);
});

test("all rows take the place of thinned ones, with what came since behind them", () => {
  const history = emptyHistory();
  append(history, { clock: "batch", thinned: true, columns: { step: [1, 4], "train/loss": [9, 7] } });
  append(history, { type: "points", clock: "batch", columns: { step: [5, 6], "train/loss": [6, 5], rate: [1, 2] } });
  makeWhole(history, "batch", parsed("step,train/loss,extra\n1,9,\n2,nan,3\n3,8,\n4,7,0.5\n5,6,\n"));
  const { named, length, thinned } = history.clocks.batch;
  expect([length, thinned]).toEqual([6, false]);
  expect(named.get("step")).toEqual([1, 2, 3, 4, 5, 6]);
  expect(named.get("train/loss")).toEqual([9, null, 8, 7, 6, 5]);
  expect(named.get("extra")).toEqual([undefined, 3, undefined, 0.5, undefined, undefined]);
  expect(named.get("rate")?.[5]).toBe(2);
});
