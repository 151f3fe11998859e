import { expect, test } from "vitest";
import { append, emptyHistory } from "../curves/history";
import { bestWords, contenders, firstWords, usualLevel } from "../curves/race";
import type { Subject } from "../curves/subject";
import { summary } from "../curves/summary";
import type { Run } from "../generated/types";
import { exact, run } from "./world";

const THIN = "\u202f";
const LOSS = { ...exact, title: "Loss", better: "lower", range: null, percent: false } as const;

function ran(name: string, values: (number | null)[], given: Partial<Run> & { seed?: number } = {}): Subject {
  const history = emptyHistory();
  const epoch = values.map((_, place) => place);
  append(history, { type: "points", clock: "epoch", columns: { epoch, step: epoch.map((one) => one * 10), "validation/exact": values, "validation/loss": values } });
  const id = `${name}${given.seed ?? 0}`;
  return { run: run(id, { state: "finished", ...given }), history, paint: { hue: "blue", marker: "circle", group: name }, name: id, groupName: name };
}

const first = (found: Subject[], level = 0.9, over = true) => firstWords(contenders(found, "exact", exact, level), exact, level, over);

test("who was first is not who is best, and neither is who is last at the end", () => {
  const runs = [ran("GRU", [0, 0.5, 0.95, 0.6]), ran("LSTM", [0, 0.2, 0.6, 0.99]), ran("Simple", [0, 0.1, 0.3, 0.89])];
  for (const [place, name] of ["GRU", "LSTM", "Simple"].entries()) Object.assign(runs[place] as Subject, { name });
  const words = summary(runs, "exact", exact, "guessing");
  expect(words).toContain(`First to 90${THIN}%: GRU, epoch 2; best: LSTM 99.0${THIN}%.`);
  expect(summary(runs, "exact", exact, "guessing", 0.5)).toContain(`First to 50${THIN}%: GRU, epoch 1; best`);
  expect(summary(runs, "exact", exact, "guessing", 0.995)).toContain(`Nobody got to 99.5${THIN}%; best: LSTM`);
});

test("while they train who was first is said as soon as somebody was, and the best so far leads", () => {
  const runs = [ran("GRU", [0, 0.95, 0.6], { state: "running" }), ran("LSTM", [0, 0.7], { state: "running" })];
  expect(summary(runs, "exact", exact, "guessing")).toMatch(/^First to 90.%: GRU0, epoch 1\. GRU leads: exact answers 95\.0.% so far\./);
  expect(first([ran("GRU", [0, 0.5])], 0.9, false)).toBe("");
});

test("what reads alike is no victory", () => {
  expect(bestWords(contenders([ran("a", [0, 0.9811]), ran("b", [0, 0.9809])], "exact", exact, 0.9), exact)).toBe(`a0 and b0: 98.1${THIN}%`);
});

test("as long as somebody may still have been there earlier, who was first is said to be so far", () => {
  const GRU = ran("GRU", [0, 0.2, 0.95]);
  expect(first([GRU, ran("LSTM", [0, 0.7], { state: "running" })], 0.9, false)).toBe(`First to 90${THIN}% so far: GRU0, epoch 2`);
  expect(first([GRU, ran("LSTM", [0, 0.7, 0.8], { state: "running" })], 0.9, false)).toBe(`First to 90${THIN}%: GRU0, epoch 2`);
  const seeds = [ran("LSTM", [0, 0.2, 0.3, 0.95]), ran("LSTM", [0], { seed: 1, state: "running", race: "r" })];
  for (const [place, one] of seeds.entries()) Object.assign(one.run, { race: "r", varied: { "/training/seed": place } });
  expect(first([ran("GRU", [0, 0.1, 0.2, 0.3, 0.95]), ...seeds], 0.9, false)).toContain("so far: GRU0");
  expect(first([ran("GRU", [0, 0.1, 0.2, 0.3, 0.95]), ran("LSTM", [], { state: "queued" })], 0.9, false)).toContain("so far");
});

test("whoever is there at the same epoch is first together, and a value at the level is there", () => {
  expect(first([ran("a", [0, 0.9]), ran("b", [0, 0.95]), ran("c", [0, 0.89, 1])])).toBe(`First to 90${THIN}%: a0 and b0, epoch 1`);
  expect(bestWords(contenders([ran("a", [0, 0.9]), ran("b", [0.9, 0])], "exact", exact, 0.9), exact)).toBe(`a0 and b0: 90.0${THIN}%`);
});

test("seeds count by the median of their epochs, and it is said how many got there", () => {
  const three = [ran("GRU", [0, 0.95], { seed: 0 }), ran("GRU", [0, 0, 0, 0.95], { seed: 1 }), ran("GRU", [0, 0, 0.95], { seed: 2 })];
  expect(first([...three, ran("LSTM", [0, 0, 0, 0.95])])).toBe(`First to 90${THIN}%: GRU, epoch 2 (median of 3 seeds)`);
  const two = [three[0] as Subject, three[1] as Subject, ran("GRU", [0, 0.1], { seed: 3 })];
  expect(first(two)).toBe(`First to 90${THIN}%: GRU, epoch 3 (median of 3 seeds, 2 of which got there)`);
  expect(first([three[0] as Subject, ran("GRU", [0, 0.1], { seed: 3 })])).toBe(`Nobody got to 90${THIN}%`);
  expect(bestWords(contenders(three, "exact", exact, 0.9), exact)).toBe(`GRU (mean of 3) 95.0${THIN}%`);
});

test("a score that is no number is neither first nor best", () => {
  expect(first([ran("a", [null, null, 0.95]), ran("b", [0, 0.95])])).toBe(`First to 90${THIN}%: b0, epoch 1`);
  const broken = [ran("a", [null, null]), ran("b", [0, 0.4])];
  expect(bestWords(contenders(broken, "exact", exact, 0.9), exact)).toBe(`b0: 40.0${THIN}%`);
  expect(contenders(broken, "loss", LOSS, 0.5).map(({ best, first }) => [best, first])).toEqual([[null, null], [0, 0]]);
});

test("the usual level is nine tenths of a range, and of what has none nine tenths of the way that was gone", () => {
  expect(usualLevel([], "exact", exact)).toBeCloseTo(0.9);
  expect(usualLevel([], "exact", { ...exact, better: "lower" })).toBeCloseTo(0.1);
  expect(usualLevel([], "exact", { ...exact, range: [0, 1.2] })).toBeCloseTo(1.08);
  expect(usualLevel([ran("a", [2.3, 1, 0.1]), ran("b", [2.2, 0.3])], "loss", LOSS)).toBe(0.32);
  // From guessing, where that is better than the untrained network.
  expect(usualLevel([ran("a", [100, 1, 0], { baseline: { loss: 1 } })], "loss", LOSS)).toBe(0.1);
  // Below zero too.
  expect(usualLevel([ran("a", [-1, -3])], "loss", LOSS)).toBe(-2.8);
  expect(usualLevel([ran("a", [1, 2])], "loss", LOSS)).toBeNull();
  expect(usualLevel([ran("a", [])], "loss", LOSS)).toBeNull();
});

test("guessing is said of the runs that it is of", () => {
  const two = [ran("a", [0.1], { baseline: { exact: 0.02 } }), ran("b", [0.1], { baseline: { exact: 0 } })];
  expect(summary(two, "exact", exact, "guessing")).toContain(`Guessing gets a 2.0${THIN}%, b 0${THIN}%.`);
});

test("of a test that is harder than the chart it is said what guessing gets there", () => {
  const baseline = { exact: 0.02, "test/exact": 0.001 };
  expect(summary([ran("a", [0.1], { baseline, test: { exact: 0.5 } })], "exact", exact, "guessing")).toContain(`Guessing gets 0.1${THIN}%.`);
  expect(summary([ran("a", [0.1], { baseline })], "exact", exact, "guessing")).toContain(`Guessing gets 2.0${THIN}%.`);
});
