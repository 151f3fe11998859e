import { expect, test } from "vitest";
import type { Looked } from "../generated/types";
import { blank, decode, encode, isBlank, stroke } from "../inside/ink";
import { at, looks, milestones, nearest, oneEach, places, rows } from "../inside/looks";
import { compared, posable, unknownCharacter } from "../inside/text";
import { lookKey } from "../state/receive";
import { catalogue, run } from "./world";

const form = catalogue().tasks[0]?.question ?? null;
const ask = { name: "ask", title: "Ask", text: "", fits: { sums: ["network"] }, asks: true };

function looked(step: number, epoch: number): Looked {
  return { run: "a", view: "ask", question: "1+2", at: "live", step, epoch, picture: { type: "marked text", marks: [], right: 0, of: 0 } };
}

test("answers are compared character by character, and a missing one is wrong", () => {
  expect(compared("84", "85", true)).toEqual([{ character: "8", right: true }, { character: "4", right: false }]);
  expect(compared("8 ", "85", true)[1]).toEqual({ character: "␣", right: false });
  expect(compared("84", "", false).every(({ right }) => right === null)).toBe(true);
});

test("a question is checked while it is typed", () => {
  if (form === null) throw new Error("the world has a question");
  expect(unknownCharacter(form, "1+x")).toBe("x");
  expect(posable(form, "1+2")).toBe(true);
  for (const question of ["", "1+x", "111+222"]) expect(posable(form, question)).toBe(false);
  expect(posable(null, "1+2")).toBe(false);
  for (const question of ["1 + 2", "\u00a011\u202f+\u202f22 ", "\uff11\uff0b\uff12", "\u200f1+2"]) expect(posable(form, question)).toBe(true);
});

test("the same question goes to all runs, and to a finished one also for its earlier steps", () => {
  const runs = [run("a", { state: "finished", snapshots: [0, 10, 20] }), run("b")];
  const seen = new Map([[lookKey("a", "ask", "1+2", 10), looked(10, 1)]]);
  expect(looks({ view: ask, question: "1+2", posed: true, runs, back: null }, seen).map((look) => [look.run, look.at])).toEqual([
    ["a", "live"],
    ["b", "live"],
    ["a", 0],
    ["a", 20],
  ]);
});

test("nothing is asked before there is a question, and nothing without a view", () => {
  expect(looks({ view: ask, question: "", posed: false, runs: [run("a")], back: null }, new Map())).toEqual([]);
  expect(looks({ view: undefined, question: "", posed: true, runs: [run("a")], back: null }, new Map())).toEqual([]);
});

test("looking back goes to the nearest snapshot", () => {
  const one = run("a", { snapshots: [0, 100, 200], steps_per_epoch: 10 });
  expect(at(one, 14)).toBe(100);
  expect(at(one, null)).toBe("live");
  expect(at(run("b"), 14)).toBe("live");
});

test("one looks back epoch by epoch, and in a training of batches from one kept moment to the next", () => {
  expect(places([run("a", { snapshots: [0, 10, 30], steps_per_epoch: 10 })], 3.4)).toEqual([0, 1, 2, 3]);
  const short = { ...run("b", { snapshots: [0, 25, 150], steps_per_epoch: 1000 }), spec: { training: { batches: 150 } } };
  expect(places([short], 0.15)).toEqual([0, 0.025, 0.15]);
  expect(nearest([0, 0.025, 0.15], 0.1)).toBe(2);
  expect(places([run("c")], 5)).toEqual([]);
});

test("milestones are even, with the first and the last", () => {
  const steps = Array.from({ length: 61 }, (_, place) => place * 10);
  expect(milestones(steps, 4)).toEqual([0, 200, 400, 600]);
  expect(milestones([1, 2], 4)).toEqual([1, 2]);
});

test("a pinned question has one row for each epoch, oldest first", () => {
  const seen = new Map([looked(20, 2), looked(11, 1.1), looked(10, 1)].map((one) => [lookKey("a", "ask", "1+2", one.step), one]));
  expect(oneEach(rows(seen, "a", "ask", "1+2"), false).map(({ step }) => step)).toEqual([11, 20]);
  expect(oneEach(rows(seen, "a", "ask", "1+2"), true).map(({ step }) => step)).toEqual([11, 20]);
  expect(rows(seen, "b", "ask", "1+2")).toEqual([]);
});

test("a drawing survives its text, and what is no drawing is a blank pad", () => {
  const ink = blank(28, 28);
  stroke(ink, [5, 5], [20, 20]);
  expect(isBlank(ink)).toBe(false);
  expect(Math.max(...ink.pixels)).toBe(255);
  expect(decode(encode(ink), 28, 28).pixels).toEqual(ink.pixels);
  expect(isBlank(decode("not base64!", 28, 28))).toBe(true);
});
