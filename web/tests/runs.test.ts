import { expect, test } from "vitest";
import { groupOf } from "../curves/groups";
import { markdown, settingLines } from "../setup/compare";
import { allControls, type Spec } from "../setup/spec";
import { type Findable, matches } from "../state/filter";
import { behind, folded, ordered, passing } from "../state/order";
import { catalogue, run } from "./world";

const gru: Findable = {
  texts: ["GRU · seed 1", "Recurrent", "failed out of memory", "take 2, slower"],
  settings: [
    { title: "Seed", value: 1, said: "Seed" },
    { title: "Units", value: 128, said: "Units" },
    { title: "Learning rate", value: 0.003, said: "Learning rate" },
    { title: "Sizes", value: [64, 32], said: "Sizes" },
    { title: "Cell", value: "GRU", said: "Cell GRU" },
  ],
};

test("a filter finds a run by its name, state, settings and note, in any case, and wants every word", () => {
  for (const query of ["gru", "failed", "memory", "slower", "Recurrent", "gru failed slower", "GRU, seed 1, failed", "  "]) expect(matches(gru, query)).toBe(true);
  for (const query of ["lstm", "gru finished", "faster"]) expect(matches(gru, query)).toBe(false);
});

test("a number behind a setting is its value, and by itself any whole number of the run", () => {
  for (const query of ["seed 1", "units 128", "learning rate 0.003", "rate 3e-3", "128", "sizes 32", "2", "gru 128"]) expect(matches(gru, query)).toBe(true);
  for (const query of ["seed 128", "units 1", "12", "sizes 128", "gru 127"]) expect(matches(gru, query)).toBe(false);
});

const ids = (runs: readonly { id: string }[]) => runs.map(({ id }) => id).join(" ");

test("pinned runs come first, then the newest race, and what waits stands in the order of the queue below its races", () => {
  const old = { race: "old", state: "finished" } as const;
  const runs = [
    run("a0", old),
    run("a1", { ...old, pinned: true }),
    run("b0", { race: "b" }),
    run("b1", { race: "b", state: "queued", place: 3 }),
    run("c0", { race: "c", state: "queued", place: 1 }),
    run("c1", { race: "c", state: "queued", place: 2, pinned: true }),
  ];
  expect(ids(ordered(runs))).toBe("a1 b0 c0 c1 b1 a0");
  expect(ids(ordered(runs.slice(0, 3)))).toBe("a1 b0 a0");
  expect(ids(ordered([run("x", { state: "finished" }), run("y", { state: "queued", place: 1 }), run("z")]))).toBe("z y x");
});

test("seeds of a race are one row until they are unfolded; what waits or stands alone is not, and what is pinned has a row besides", () => {
  const race = (id: string, seed: number, given = {}) => run(id, { race: "r", cell: "large", seed, ...given });
  const rows = [race("a", 0), race("b", 1), race("c", 2, { pinned: true }), race("d", 3, { state: "queued" }), run("e", { race: "r" }), run("f", { seed: 1 }), run("g", { seed: 2 })];
  const folds = folded(rows, groupOf, new Set());
  expect(folds.map((entry) => (entry.kind === "group" ? ids(entry.runs) : entry.run.id))).toEqual(["a b c", "c", "d", "e", "f", "g"]);
  const key = folds[0]?.kind === "group" ? folds[0].key : "";
  const unfolded = folded(rows, groupOf, new Set([key]));
  expect(unfolded.map((entry) => (entry.kind === "group" ? "group" : `${entry.run.id}${entry.member ? "*" : ""}`)).slice(0, 4)).toEqual(["group", "a*", "b*", "c"]);
});

test("a run in the queue passes the next row that is seen, and lands beside it though others wait between", () => {
  const [a, b, c, d] = ["a", "b", "c", "d"].map((id, place) => run(id, { state: "queued", place: place + 1 })) as [never, never, never, never];
  const all = [d, b, c, a];
  expect(passing(all, all, b, false)).toBe(a);
  expect(passing(all, all, b, true)).toBe(d);
  expect(passing(all, all, c, true)).toBeNull();
  expect(passing(all, [a, c, d], a, true)).toBe(d);
  expect(passing(all, all, a, false)).toBeUndefined();
  expect(passing(all, all, d, true)).toBeUndefined();
  expect(behind(all, a, b)).toBe(c);
});

const controlsOf = (one: { spec: unknown }) => allControls(catalogue(), one.spec as Spec);

test("of two runs every setting that has an effect in either is said, and which of them differ", () => {
  const gated = run("b", { rate: 0.003, seed: 1 });
  gated.spec.architecture = { ...(gated.spec.architecture as object), gated: true, leak: 0.2 };
  const lines = settingLines(run("a"), gated, controlsOf);
  expect(lines.filter(({ differs }) => differs).map(({ title, one, other }) => [title, one, other])).toEqual([
    ["Gated", "off", "on"],
    ["Leak", "–", "0.2"],
    ["Learning rate", "0.001", "0.003"],
    ["Seed", "0", "1"],
  ]);
  expect(lines.filter(({ differs }) => !differs).map(({ title }) => title)).toEqual(["Digits", "Cell", "Units"]);
  expect(settingLines(run("a"), run("b"), controlsOf).some(({ title, differs }) => differs || title === "Leak")).toBe(false);
});

test("settings of two architectures stand beside each other, and what one does not have is a dash", () => {
  const dense = run("b");
  dense.spec.architecture = { name: "dense", sizes: [64, 32] };
  const lines = settingLines(run("a"), dense, controlsOf).filter(({ differs }) => differs);
  expect(lines.map(({ title, one, other }) => [title, one, other])).toEqual([
    ["Cell", "small", "–"],
    ["Units", "128", "–"],
    ["Gated", "off", "–"],
    ["Sizes", "–", "64, 32"],
  ]);
});

test("a comparison can be put into a report as a Markdown table", () => {
  const part = { title: "Results", lines: [{ title: "Test", one: "98 %", other: "a|b" }] };
  expect(markdown(["GRU", "LSTM"], [part, { title: "Nothing", lines: [] }])).toBe(
    "|  | GRU | LSTM |\n| --- | --- | --- |\n| **Results** |  |  |\n| Test | 98 % | a\\|b |\n",
  );
});
