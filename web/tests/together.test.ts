import { expect, test } from "vitest";
import { baselines, optimum } from "../curves/baselines";
import { csv } from "../curves/csv";
import { draw, type Lens } from "../curves/drawing";
import type { Figure } from "../curves/figure";
import { meanOf, standingBest, standingNow, standingTest, type Together } from "../curves/gathered";
import { paints } from "../curves/groups";
import { matplotlib } from "../curves/matplotlib";
import { names } from "../curves/names";
import { seedList, togetherWords } from "../curves/origin";
import { PALETTE } from "../curves/palette";
import { readings } from "../curves/reading";
import type { Subject } from "../curves/subject";
import { svg } from "../curves/svg";
import { tabled } from "../curves/table";
import type { Run } from "../generated/types";
import { controls } from "../setup/controls";
import { inForce, sameEffect } from "../setup/force";
import type { Spec } from "../setup/spec";
import { catalogue, exact, run, subject } from "./world";

const lens: Lens = { axis: "epoch", columns: 500, window: { from: 0, to: 60 }, smoothing: 0, band: "range", flagWords: String };
const LOSS = { ...exact, title: "Loss", better: "lower", range: null, percent: false } as const;

function guessed(one: Subject, loss: number, given: Partial<Subject> = {}): Subject {
  return { ...one, ...given, groupName: one.name, run: { ...one.run, baseline: { loss } } };
}

test("a guessing line belongs to the runs that are scored on its examples: one where all agree, else each its own", () => {
  const [a, b, c] = [subject("a", [1]), subject("b", [1], 0, "h"), subject("c", [1], 0, "i")] as [Subject, Subject, Subject];
  const green = { paint: { ...c.paint, hue: "green" as const } };
  expect(draw([guessed(a, 5.9), guessed(b, 5.9)], "loss", lens).baselines).toEqual([{ value: 5.9, runs: ["a", "b"], hue: null, names: [] }]);
  expect(draw([guessed(a, 5.9), guessed(b, 0.2), guessed(c, 0.2, green)], "loss", lens).baselines).toEqual([
    { value: 5.9, runs: ["a"], hue: "blue", names: ["a"] },
    { value: 0.2, runs: ["b", "c"], hue: null, names: ["b", "c"] },
  ]);
  expect(draw([a], "loss", lens).baselines).toEqual([]);
});

test("guessing lines of before the newest race step back with their runs, and of many only those looked into stay", () => {
  const many = [1, 2, 3, 4, 5, 6].map((loss) => guessed(subject(`r${loss}`, [1], 0, `g${loss}`), loss));
  expect(baselines(many.map((one, place) => ({ ...one, old: place < 5 })), "loss").map(({ value }) => value)).toEqual([6]);
  expect(baselines(many, "loss").map(({ value }) => value)).toEqual([6]);
  expect(baselines(many, "loss", new Set(["r2", "r4"])).map(({ value }) => value)).toEqual([2, 4]);
});

test("saved drawings and scripts have the guessing line of each run, named and in its colour", () => {
  const green = { paint: { hue: "green", marker: "circle", group: "h" } } as const;
  const drawing = draw([guessed(subject("a", [9, 1]), 5.9), guessed(subject("b", [9, 2], 0, "h"), 0.2, green)], "loss", { ...lens, window: { from: 0, to: 1 } });
  const words = { train: "", validation: "", band: "", note: "" };
  const made: Figure = {
    drawing, title: "", xTitle: "", logarithmic: false, range: null, closer: false, percent: false, formatX: String, formatY: String, words,
    baselineWords: ({ value, names }) => ["guessing", value, ...names].join(" "),
  }; // prettier-ignore
  const script = matplotlib(made, "");
  expect(script).toContain(`axes.axhline(5.9, color="${PALETTE.blue}", linewidth=1, linestyle=":", label="guessing 5.9 a")`);
  expect(script).toContain(`axes.axhline(0.2, color="${PALETTE.green}", linewidth=1, linestyle=":", label="guessing 0.2 b")`);
  for (const found of ["guessing 5.9 a", "guessing 0.2 b"]) expect(svg(made)).toContain(found);
});

test("the numbers that are saved have each run's own guessing level", () => {
  const lines = csv([guessed(subject("a", [1]), 5.9), guessed(subject("b", [1]), 0.2)], "loss", "epoch", { from: 0, to: 9 }).split("\n");
  expect(lines.filter((one) => one.includes("guessing"))).toEqual(["a,guessing,0,0,0,0,0,5.9", "b,guessing,0,0,0,0,0,0.2"]);
});

const world = catalogue();
const lengths = controls(
  {
    properties: {
      epochs: { type: "integer", default: 20, minimum: 1, maximum: 1000, title: "Epochs", when: { batches: [0] } },
      batches: { type: "integer", default: 0, minimum: 0, maximum: 1000, title: "Length in batches" },
      seed: { type: "integer", default: 0, minimum: 0, maximum: 9, title: "Seed" },
    },
  },
  "training",
);
const known = new Map([...controls(world.architectures[0]?.settings, "architecture"), ...lengths].map((one) => [one.pointer, one]));

function trained(id: string, training: Record<string, number>): Run {
  const idle = training.batches ? "epochs" : "";
  return { ...run(id), spec: { ...run(id).spec, training: Object.fromEntries(Object.entries({ seed: 0, ...training }).filter(([field]) => field !== idle)) } };
}

test("a run of batches beside runs of epochs is named by its batches, and those by their epochs", () => {
  const some = [trained("a", { epochs: 20, batches: 1 }), trained("b", { epochs: 20, batches: 0 }), trained("c", { epochs: 40, batches: 0 })];
  const called = (runs: Run[]) => [...names(runs, known, new Map([["reader", "Reader"]])).values()];
  expect(called(some)).toEqual(["length in batches 1", "epochs 20", "epochs 40"]);
  expect(called(some.slice(0, 2))).toEqual(["length in batches 1", "epochs 20"]);
  expect(called(some.slice(1))).toEqual(["epochs 20", "epochs 40"]);
  expect(called([some[0] as Run, trained("d", { epochs: 99, batches: 1 })])).toEqual(["Reader", "Reader (2)"]);
});

test("a setting that others put out of force tells no runs apart", () => {
  const spec = (more: object) => ({ task: { name: "sums" }, architecture: { name: "reader", gated: false, leak: 0.1, ...more }, training: {} }) as unknown as Spec;
  expect(inForce(world, spec({})).architecture).toEqual({ name: "reader", gated: false });
  expect(sameEffect(world, spec({}), spec({ leak: 0.9 }))).toBe(true);
  expect(sameEffect(world, spec({ gated: true }), spec({ gated: true, leak: 0.9 }))).toBe(false);
  expect(sameEffect(world, spec({}), spec({ gated: true }))).toBe(false);
});

test("an equal run of before is no seed of a race: it has a line of its own, and the race all of its seeds", () => {
  const race = [0, 1, 2, 3].map((seed) => run(`r${seed}`, { race: "r", seed }));
  const found = paints([run("old"), ...race, run("new", { seed: 9 })], () => ({}));
  expect(new Set(race.map(({ id }) => found.get(id)?.group)).size).toBe(1);
  expect(found.get("old")?.group).not.toBe(found.get("r0")?.group);
  expect(found.get("new")?.group).toBe(found.get("old")?.group);
});

test("a race that is run again keeps its colours, with another mark", () => {
  const race = (id: string, seed: number) => [1, 2].map((rate) => run(`${id}${rate}`, { race: id, seed, rate }));
  const found = paints([...race("a", 0), ...race("b", 1)], () => ({}));
  for (const rate of [1, 2]) {
    expect(found.get(`a${rate}`)?.hue).toBe(found.get(`b${rate}`)?.hue);
    expect(found.get(`a${rate}`)?.marker).not.toBe(found.get(`b${rate}`)?.marker);
    expect(found.get(`a${rate}`)?.group).not.toBe(found.get(`b${rate}`)?.group);
  }
  expect(found.get("a1")?.hue).not.toBe(found.get("a2")?.hue);
});

const seeds = (rows: number[][]) => rows.map((values, place) => subject(`s${place}`, values, place));

test("a mean is of the seeds that are abreast, at an epoch that all of them have, and says of how many", () => {
  const long = Array.from({ length: 21 }, (_, epoch) => 20 - epoch);
  const some = seeds([long, long.slice(0, 20), [30, 29]]);
  const from = [0, 1].map((seed) => ({ seed: String(seed), epoch: 19, step: 190 }));
  expect(standingNow(some, "loss")).toEqual({ values: [1, 1], from, all: 3, epoch: 19 });
  expect(standingBest(some, "loss", LOSS)).toMatchObject({ values: [0, 1], all: 3 });
  expect(readings(some, "loss", "epoch", "range", 19, 0.1)[0]).toMatchObject({ name: "all, 2 of 3", validation: 1 });
  expect(tabled(some, "loss", "epoch", "range").columns[0]?.name).toBe("all, 2 of 3");
  expect(draw(some, "loss", lens).strokes.find(({ role }) => role === "mean validation")?.label).toBe("all, 2 of 3");
  // What ended early for good, as by its patience, has its best; what waits is not counted yet.
  Object.assign((some[2] as Subject).run, { state: "stopped" });
  expect(standingBest(some, "loss", LOSS)?.values).toEqual([0, 1, 29]);
  const waiting = { ...subject("w", []), run: run("w", { state: "queued" }) };
  expect(standingNow([...some, waiting], "loss")?.all).toBe(3);
});

test("a test score is the mean of those that have one, whatever became of the others", () => {
  const some = seeds([[1], [1], [1]]);
  Object.assign((some[0] as Subject).run, { test: { loss: 2 } });
  Object.assign((some[2] as Subject).run, { test: { loss: 4 } });
  const found = standingTest(some, "loss");
  expect(found).toMatchObject({ values: [2, 4], all: 3, epoch: null });
  expect(found?.from.map(({ seed }) => seed)).toEqual(["0", "2"]);
  expect(found && meanOf(found)).toBe(3);
  expect(standingTest(seeds([[1]]), "loss")).toBeNull();
});

test("a mean says of which seeds, epochs and steps it is", () => {
  const some = seeds([[4, 2, 1], [8, 4, 3], [5, 1, 2]]);
  const best = standingBest(some, "loss", LOSS) as Together;
  expect(togetherWords("all", LOSS, "validation", best)).toBe("all, mean of 3 seeds: Loss 1.67, validation examples, epochs 1 – 2, steps 10 – 20, seeds 0 – 2");
  const now = standingNow(some, "loss") as Together;
  expect(togetherWords("all", LOSS, "validation", now)).toBe("all, mean of 3 seeds: Loss 2.00, validation examples, epoch 2, step 20, seeds 0 – 2");
  expect(readings(some, "loss", "epoch", "range", 1, 0.1)[0]).toMatchObject({ seed: "0 – 2", moment: { epoch: 1, step: 10 } });
  expect(seedList(["9", "0", "2", "1", "4", "5"])).toBe("0 – 2, 4, 5, 9");
});

test("no mean is made of a score that is no number", () => {
  const some = seeds([[null as never, null as never], [null as never, 3]]);
  expect(standingBest(some, "loss", LOSS)?.values).toEqual([3]);
  expect(standingNow(some, "loss")).toBeNull();
});

test("what is from before the newest race is drawn without a name or a band, and stays in its place", () => {
  const old = [subject("a", [4, 2]), subject("b", [3, 1], 1)].map((one) => ({ ...one, old: true }));
  const alone = draw([...old, subject("c", [5, 1], 0, "h")], "loss", lens);
  expect(alone.strokes.map(({ label }) => label)).toEqual(["", "", "", ""]); // the only line that is not from before
  const drawn = draw([...old, subject("c", [5, 1], 0, "h"), subject("d", [5, 2], 0, "i")], "loss", lens);
  expect(drawn.strokes.map(({ run: id, role, label, old }) => [id, role, label, old])).toEqual([
    ["a", "validation", "", true],
    ["b", "validation", "", true],
    ["", "mean validation", "", true],
    ["c", "validation", "c", false],
    ["d", "validation", "d", false],
  ]);
});

test("where a series ends at best is a line of its own, which belongs to no run", () => {
  expect(optimum(null)).toEqual([]);
  expect(optimum(0.5)).toEqual([{ value: 0.5, runs: [], hue: null, names: [], best: true }]);
});
