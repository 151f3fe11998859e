import { expect, test } from "vitest";
import { shortened } from "../curves/breadth";
import { append, emptyHistory } from "../curves/history";
import { paintSizes, plotted, type SizeFigure, whisker } from "../curves/sizeplot";
import { ofSizes, sizeFields, sizes, sizesCsv } from "../curves/sizes";
import type { Subject } from "../curves/subject";
import { drawnSvg } from "../curves/svg";
import type { Run } from "../generated/types";
import { exact, run } from "./world";

interface Given extends Partial<Omit<Run, "spec">> {
  seed?: number;
  cell?: string;
  hidden?: number;
  old?: boolean;
}

/** A run whose best is given, of a network of so many units. */
function sized(id: string, best: number, { hidden = 8, seed = 0, cell = "small", old = false, ...given }: Given = {}): Subject {
  const made = run(id, { seed, cell, parameters: hidden * 10, multiply_adds: hidden * 5, state: "finished", ...given });
  (made.spec.architecture as Record<string, unknown>).hidden = hidden;
  const history = emptyHistory();
  append(history, { type: "points", clock: "epoch", columns: { epoch: [0, 1], step: [0, 10], seconds: [0, 2], "validation/exact": [0, best] } });
  const group = `${cell} ${hidden}`;
  return { run: made, history, paint: { hue: cell === "small" ? "blue" : "green", marker: "circle", group }, name: `${group} · ${seed}`, groupName: group, old };
}

const box = { left: 50, top: 10, width: 400, height: 200 };

test("words of a level that are longer than its chart end in dots", () => {
  expect(shortened("guessing 11 %", 20)).toBe("guessing 11 %");
  expect(shortened("guessing 11 % · hidden units 16", 16)).toBe("guessing 11 % ·…");
  expect(shortened("瞎猜 11 %", 6)).toBe("瞎猜…");
});

test("every run is a dot at what its network costs, and sizes of one family are joined", () => {
  const found = sizes([sized("b", 0.8, { hidden: 16 }), sized("a", 0.5), sized("c", 0.6, { cell: "large", hidden: 32 })], "exact", exact, "parameters");
  expect(found.dots.map(({ run: id, x, y, thin }) => [id, x, y, thin])).toEqual([["a", 80, 0.5, false], ["b", 160, 0.8, false], ["c", 320, 0.6, false]]);
  expect(found.families).toEqual([{ hue: "blue", points: [[80, 0.5], [160, 0.8]], old: false }]);
  expect(sizes([sized("a", 0.5)], "exact", exact, "multiply_adds").dots[0]?.x).toBe(40);
  expect(sizes([sized("a", 0.5)], "exact", exact, "seconds").dots[0]?.x).toBe(2);
});

test("seeds stand round their mean, with how far they lie apart, and the line goes through the mean", () => {
  const seeds = [0.4, 0.6].map((best, seed) => sized(`s${seed}`, best, { seed }));
  const found = sizes([...seeds, sized("b", 0.8, { hidden: 16 })], "exact", exact, "parameters");
  const mean = found.dots.find(({ of }) => of !== null);
  expect(mean).toMatchObject({ run: "s1", runs: ["s0", "s1"], name: "small 8 ×2", x: 80, y: 0.5 });
  expect(mean && whisker(mean, "range")).toEqual([0.4, 0.6]);
  expect(found.dots.filter(({ thin }) => thin).map(({ run: id }) => id)).toEqual(["s0", "s1"]);
  expect(found.families[0]?.points).toEqual([[80, 0.5], [160, 0.8]]);
});

test("what has no size or no score yet is no dot, and NaN is never best", () => {
  const nothing = sized("q", 0.5, { hidden: 8, parameters: 0 });
  const lost = sized("n", Number.NaN);
  append(lost.history ?? emptyHistory(), { type: "points", clock: "epoch", columns: { epoch: [2], step: [20], seconds: [3], "validation/exact": [null] } });
  const unscored: Subject = { ...sized("u", 0), history: undefined };
  expect(sizes([nothing, unscored], "exact", exact, "parameters").dots).toEqual([]);
  expect(sizes([lost], "exact", exact, "parameters").dots[0]?.y).toBe(0);
});

test("a fork is of no family, and rows of sizes make one", () => {
  const parent = { run: "a", step: 10, epoch: 1, file: "", weights: "" };
  expect(sizes([sized("a", 0.5), sized("f", 0.9, { hidden: 16, parent })], "exact", exact, "parameters").families).toEqual([]);
  const rows = [[8], [8, 16]].map((filters, place) => ({ ...run(String(place)), spec: { architecture: { name: "dense", filters, kernel: 3 }, training: {} } }));
  expect([...sizeFields(rows)]).toEqual(["filters"]);
});

test("a race of sizes is one in which a number or the architecture makes networks half as large again", () => {
  const race = (at: string, values: unknown[], parameters: number[]) => values.map((value, place) => run(String(place), { varied: { [at]: value }, parameters: parameters[place] ?? 0 }));
  expect(ofSizes(race("/architecture/hidden", [8, 16], [80, 160]))).toBe(true);
  expect(ofSizes(race("/architecture/filters", [[8], [8, 16]], [80, 160]))).toBe(true);
  expect(ofSizes(race("/architecture/name", ["mlp", "convnet"], [80, 160]))).toBe(true);
  expect(ofSizes(race("/architecture/hidden", [8, 9], [80, 90]))).toBe(false);
  expect(ofSizes(race("/architecture/cell", ["GRU", "LSTM"], [80, 160]))).toBe(false);
  expect(ofSizes(race("/training/learning_rate", [1, 2], [80, 160]))).toBe(false);
  expect(ofSizes(race("/architecture/hidden", [8, 16], [0, 0]))).toBe(false);
});

test("larger networks stand further right, better ones higher, and all within the box", () => {
  const found = sizes([sized("a", 0.5), sized("b", 0.8, { hidden: 16 }), sized("c", 0.9, { hidden: 64 })], "exact", exact, "parameters");
  const { x, y, xTicks, labels } = plotted(found, exact, box, 6);
  const at = found.dots.map((dot) => [x(dot.x), y(dot.y)] as const);
  // Each doubling is as far as the one before it.
  expect((at[2]?.[0] ?? 0) - (at[1]?.[0] ?? 0)).toBeCloseTo(2 * ((at[1]?.[0] ?? 0) - (at[0]?.[0] ?? 0)));
  expect(at.every(([left, top]) => left > 50 && left < 450 && top > 10 && top < 210)).toBe(true);
  expect(at[0]?.[1]).toBeGreaterThan(at[2]?.[1] ?? 0);
  expect(xTicks).toEqual([70, 100, 200, 300, 500, 700]);
  expect(labels.map(({ dot }) => dot.run)).toEqual(["a", "b", "c"]);
});

test("networks of one size have an axis too, and values that lie close are looked at closer", () => {
  const found = sizes([sized("a", 0.95), sized("b", 0.97, { cell: "large" })], "exact", exact, "parameters");
  const { y, yTicks, xTicks } = plotted(found, exact, box, 6);
  expect(y(0.95) - y(0.97)).toBeGreaterThan(60);
  expect(Math.max(...yTicks)).toBeLessThanOrEqual(1);
  expect(xTicks.length).toBeGreaterThan(0);
});

test("it stands by itself as a drawing and as numbers", () => {
  const found = [sized("a", 0.5, { baseline: { exact: 0.1 } }), sized("b", 0.9, { hidden: 32, baseline: { exact: 0.1 } })];
  const figure: SizeFigure = {
    title: "Exact answers by size · Sums", xTitle: "parameters", series: exact, sizes: sizes(found, "exact", exact, "parameters"), band: "range",
    formatX: String, formatY: (value) => `${value * 100} %`, baselineWords: ({ value }) => `guessing ${value}`,
  };
  const drawn = drawnSvg(figure.title, (pen) => paintSizes(figure, pen));
  expect(drawn).toContain(">small 32 · 0</text>");
  expect(drawn).toContain("guessing 0.1");
  expect(drawn.match(/<circle/g)).toHaveLength(2);
  expect(sizesCsv(found, "exact", exact).split("\n").slice(0, 2)).toEqual(["run,seed,parameters,multiply_adds,seconds,epoch,best_exact", "small 8 · 0,0,80,40,2,1,0.5"]);
});
