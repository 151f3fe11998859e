import { expect, test } from "vitest";
import { meanName } from "../curves/gathered";
import { append } from "../curves/history";
import { smoothed } from "../curves/smoothing";
import { spread } from "../curves/spread";
import { quantile } from "../curves/student";
import { subject } from "./world";

test("a smoothed value is the mean of all before it, each forgotten a little more than the next", () => {
  const column = [3, 1, undefined, 4, null, 1, 5, 9];
  const found = smoothed(column, 4) ?? [];
  column.forEach((_, row) => {
    if (typeof column[row] !== "number") return expect(found[row]).toBe(column[row]);
    const before = column.slice(0, row + 1).filter((value) => typeof value === "number").reverse();
    const weights = before.map((_, age) => 0.75 ** age);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    expect(found[row]).toBeCloseTo(before.reduce((sum, value, age) => sum + (value * (weights[age] as number)) / total, 0));
  });
});

test("what was smoothed stays as points come, and fewer than five are not smoothed", () => {
  const column = [1, 2, 3, 4];
  expect(smoothed(column, 10)).toBeNull();
  column.push(5);
  const before = [...(smoothed(column, 10) ?? [])];
  column.push(100, -100);
  expect(smoothed(column, 10)?.slice(0, 5)).toEqual(before);
  expect(smoothed(column, 0)).toBeNull();
});

/** The density of Student's t, summed up by Simpson's rule. */
function probability(t: number, freedom: number): number {
  const density = (x: number) => (1 + (x * x) / freedom) ** (-(freedom + 1) / 2);
  const simpson = (from: number, to: number, parts: number) => {
    const width = (to - from) / parts;
    let sum = density(from) + density(to);
    for (let place = 1; place < parts; place++) sum += density(from + place * width) * (place % 2 === 1 ? 4 : 2);
    return (sum * width) / 3;
  };
  // The far tail by x = 1 / u, so that one degree of freedom has an end.
  const tail = (() => {
    let sum = 0;
    const parts = 20_000;
    for (let place = 0; place < parts; place++) {
      const u = ((place + 0.5) / parts) / 40;
      sum += density(1 / u) / (u * u);
    }
    return sum / parts / 40;
  })();
  const whole = simpson(0, 40, 40_000) + tail;
  return simpson(0, t, 20_000) / whole;
}

test("the interval's reach is that of Student's t", () => {
  for (const freedom of [1, 2, 3, 4, 7, 12, 30]) expect(probability(quantile(freedom), freedom)).toBeCloseTo(0.95, 4);
});

const member = (values: number[], seed: number) => {
  const { history } = subject("a", values, seed);
  const named = history?.clocks.epoch.named as Map<string, number[]>;
  const ys = named.get("validation/loss") as number[];
  return { history, member: { epochs: named.get("epoch") as number[], xs: named.get("seconds") as number[], ys, factor: 1 } };
};

test("seeds have their mean, their extremes, their standard deviation and the interval of the mean", () => {
  const members = [member([2, 1], 0), member([4, 2], 1), member([9, 3], 2)].map((one) => one.member);
  const found = spread(members);
  expect(found).toMatchObject({ count: 3, epochs: [0, 1], mean: [5, 2] });
  expect(found?.edges.range).toEqual({ low: [2, 1], high: [9, 3] });
  expect(found?.deviation[0]).toBeCloseTo(Math.sqrt((9 + 1 + 16) / 2));
  // 4.303 is the table's value for two degrees of freedom.
  expect(found?.edges.interval.high[1]).toBeCloseTo(2 + (4.303 * 1) / Math.sqrt(3), 3);
});

test("a mean grows with the slowest, and what it was it stays", () => {
  const slow = member([2], 0);
  const fast = member([4, 2, 1], 1);
  const members = [slow.member, fast.member];
  const first = spread(members);
  expect(first?.mean).toEqual([3]);
  append(slow.history as never, { type: "points", clock: "epoch", columns: { epoch: [1, 2], seconds: [1, 2], "validation/loss": [4, null as never] } });
  expect(spread(members)?.mean).toEqual([3, 3]);
  expect(spread(members)).toBe(first);
});

test("a value of one seed is called no mean", () => {
  expect(meanName("GRU", 1, 1)).toBe("GRU");
  expect(meanName("GRU", 1, 2)).toBe("GRU, 1 of 2");
  expect(meanName("GRU", 2, 2)).toBe("GRU (mean of 2)");
});
