import { expect, test } from "vitest";
import { controls } from "../setup/controls";
import { line, words } from "../setup/rates";

test("a falling rate is said with its ends and its length", () => {
  expect(words([[0, 0.003], [30, 0.001], [59.9, 0.00030004]], 60)).toBe("0.003 → 0.0003 over 60 epochs");
  expect(words([[0, 0.15]], 0.174, 150)).toBe("0.15 over 150 batches");
  expect(words([[0, 0.003], [0.5, 0.0029]], 1)).toBe("0.003 → 0.0029 over 1 epoch");
});

test("a rate that stays is said once, a warm-up with its peak, and what is left of a cosine is almost nothing", () => {
  expect(words([[0, 0.01], [19, 0.01]], 20)).toBe("0.01 over 20 epochs");
  expect(words([[0, 1e-6], [5, 0.01], [19, 1e-9]], 20)).toBe("almost 0 → 0.01 → almost 0 over 20 epochs");
  expect(words([[0, 1e-6], [5, 0.01], [11.8, 0.01]], 12.8125)).toBe("almost 0 → 0.01 over 12.8 epochs");
});

test("the line begins at the left, holds to the planned end, and stands as high as its share of the peak", () => {
  expect(line([[0, 0.002], [5, 0.001]], 10)).toBe("0.0000,0.0000 0.5000,0.5000 1.0000,0.5000");
});

test("a schema says of which control the plan is drawn", () => {
  const found = controls({ properties: { pace: { type: "boolean", preview: "rates" }, other: { type: "boolean" } } }, "training");
  expect(found.map((control) => control.preview)).toEqual(["rates", ""]);
});
