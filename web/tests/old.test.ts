import { expect, test } from "vitest";
import type { Run } from "../generated/types";
import { plainSpec } from "../setup/spec";
import { ownLevel, raceLevel, setLevel } from "../state/racing";
import { paintOf, state, subjectOf, subjects } from "../state/store";
import { catalogue, run } from "./world";

function there(...runs: Run[]): void {
  state.catalogue.value = catalogue();
  state.spec.value = plainSpec(catalogue(), "sums", "reader");
  state.teaching.since.value = "";
  state.runs.value = new Map(runs.map((one) => [one.id, one]));
}

const at = (second: number) => ({ created: `2025-01-01T00:00:0${second}Z` });
const race = (id: string, second: number) => [run(`${id}0`, { race: id, ...at(second) }), run(`${id}1`, { race: id, cell: "large", ...at(second) })];
const old = () => subjects.value.filter((subject) => subject.old).map(({ run: one }) => one.id).sort();

test("what is from before the newest race steps back, and what is pinned, shown by hand or looked into does not", () => {
  there(run("first", at(1)), ...race("r", 2), ...race("s", 3), run("later", at(4)));
  expect(old()).toEqual(["first", "r0", "r1"]);
  there(run("first", at(1)), run("second", { rate: 1, ...at(2) }));
  expect(old()).toEqual([]);
  there(run("first", { ...at(1), pinned: true }), ...race("r", 2), ...race("s", 3));
  state.visible.value = { r0: true };
  state.chosen.value = ["r1"];
  expect(old()).toEqual([]);
  state.visible.value = {};
  state.chosen.value = [];
  expect(old()).toEqual(["r0", "r1"]);
});

test("names and colours know only what is in force", () => {
  const leaky = (id: string, leak: number, gated: boolean) => {
    const one = run(id);
    return { ...one, spec: { ...one.spec, architecture: { ...(one.spec.architecture as object), leak, gated } } } as Run;
  };
  there(leaky("a", 0.1, false), leaky("bb", 0.9, false));
  expect(["a", "bb"].map((id) => subjectOf(state.runs.value.get(id) as Run).name)).toEqual(["Reader", "Reader (2)"]);
  expect(paintOf.value.get("a")?.group === paintOf.value.get("bb")?.group).toBe(false); // the same seed once more
  there(leaky("a", 0.1, true), leaky("bb", 0.9, true));
  expect(["a", "bb"].map((id) => subjectOf(state.runs.value.get(id) as Run).name)).toEqual(["leak 0.1", "leak 0.9"]);
});

test("a level is set within the range of its series, for this task, and taken back", () => {
  there(...race("r", 1));
  expect(raceLevel.value).toBeCloseTo(0.9);
  setLevel(7);
  expect(ownLevel.value).toBe(1);
  setLevel(0.123456);
  expect(raceLevel.value).toBe(0.123);
  setLevel(null);
  expect([ownLevel.value, raceLevel.value]).toEqual([undefined, 0.9]);
  there(run("alone"));
  expect(raceLevel.value).toBeNull();
});
