import { expect, test } from "vitest";
import { append, emptyHistory } from "../curves/history";
import { progress } from "../curves/progress";
import { quantile } from "../curves/student";
import { reach, targetWords } from "../curves/target";
import { exact, run } from "./world";

/** Neither random nor regular. */
const noise = (row: number) => Math.sin(row * 12.9898) * 0.01;
const steps = Array.from({ length: 30 }, (_, row) => row * 10);

test("a straight curve reaches its target where its line does", () => {
  const found = reach(steps, steps.map((step) => step / 1_000), 0.49);
  expect(found?.low).toBeCloseTo(200);
  expect(found?.high).toBeCloseTo(200);
});

test("the interval is where the band of the line holds the target", () => {
  const values = steps.map((step, row) => 0.2 + step / 1_000 + noise(row));
  const target = 0.7;
  const xs = steps.slice(20);
  const ys = values.slice(20);
  const mean = (of: number[]) => of.reduce((sum, one) => sum + one, 0) / of.length;
  const [x, y] = [mean(xs), mean(ys)];
  const spread = xs.reduce((sum, one) => sum + (one - x) ** 2, 0);
  const slope = xs.reduce((sum, one, row) => sum + (one - x) * ((ys[row] as number) - y), 0) / spread;
  const error = Math.sqrt(xs.reduce((sum, one, row) => sum + ((ys[row] as number) - y - slope * (one - x)) ** 2, 0) / (xs.length - 2));
  const held: number[] = [];
  for (let at = 290; at < 2_000; at += 0.05) {
    const reachable = quantile(xs.length - 2) * error * Math.sqrt(1 / xs.length + (at - x) ** 2 / spread);
    if (Math.abs(y + slope * (at - x) - target) <= reachable) held.push(at);
  }
  const found = reach(steps, values, target);
  expect(found?.low).toBeCloseTo((held[0] as number) - 290, 0);
  expect(found?.high).toBeCloseTo((held.at(-1) as number) - 290, 0);
});

test("a curve that stands still, or goes away from its target, does not get there", () => {
  expect(reach(steps, steps.map((_, row) => 0.5 + noise(row)), 0.9)).toBeNull();
  expect(reach(steps, steps.map((step) => 0.5 - step / 1_000), 0.9)).toBeNull();
  expect(reach(steps, steps.map(() => 0.5), 0.9)).toBeNull();
});

test("of few points nothing is said, and only the last third counts", () => {
  expect(reach(steps.slice(0, 14), steps.slice(0, 14), 900)).toBeUndefined();
  const turned = steps.map((step) => (step < 200 ? 0 : step - 200));
  expect(reach(steps, turned, 190)?.low).toBeCloseTo(100);
});

function going(target: number, given: object = {}, rise = 0.01) {
  const history = emptyHistory();
  const epoch = Array.from({ length: 30 }, (_, row) => row);
  const columns = { epoch, step: epoch.map((one) => one * 10), seconds: epoch, "validation/exact": epoch.map((one) => 0.2 + rise * one) };
  append(history, { type: "points", clock: "epoch", columns });
  append(history, { type: "points", clock: "batch", columns: { step: columns.step, epoch, seconds: epoch } });
  const one = run("a", given);
  one.spec = { ...one.spec, training: { epochs: 100, target } };
  return targetWords(one, history, progress(one, history), "exact", exact);
}

test("a row says about how long its run takes to the target, and nothing without one", () => {
  expect(going(0.7)).toBe("to 70.0\u202f% at this rate: about 20 s to 25 s");
  expect(going(0)).toBe("");
  expect(going(0.7, { state: "paused" })).toBe("");
  expect(going(0.7, {}, 0)).toBe("70.0\u202f%: not at this rate");
});

test("what the plan has no room for is not reached, and a slowed run takes longer", () => {
  expect(going(0.95, {}, 0.005)).toBe("95.0\u202f%: not at this rate");
  expect(going(0.7, { steps_per_second: 1 })).toBe("to 70.0\u202f% at this rate: about 3 min to 4 min");
});
