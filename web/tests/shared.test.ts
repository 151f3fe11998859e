import { expect, test } from "vitest";
import { sharedLines } from "../panels/inside/shared";
import { paint } from "../parts/pictures/paint";

const line = (name: string, values: string) => ({ name, values, x: "", slopes: "", stretches: [], hue: null, formula: "" });

test("what all runs have in common behind their own lines is drawn once, dashed", () => {
  const charts = [{ lines: [line("8 places", "AA"), line("128 places", "BB"), line("guessing", "CC")] }, { lines: [line("this network", "DD"), line("guessing", "CC")] }];
  const shared = sharedLines(charts);
  expect(shared.map(({ name }) => name)).toEqual(["guessing"]);
  expect(paint(shared[0]?.hue ?? 0)).toMatchObject({ "data-dashed": true });
});

test("a line of the same name that differs belongs to its run", () => {
  expect(sharedLines([{ lines: [line("a", "AA"), line("all", "BB")] }, { lines: [line("a", "AA"), line("all", "CC")] }])).toEqual([]);
});
