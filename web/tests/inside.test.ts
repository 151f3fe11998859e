import { expect, test } from "vitest";
import type { ViewAnswer } from "../generated/types";
import { firstRight } from "../panels/inside/History";
import { together } from "../panels/inside/together";
import { blank, decode, encode, isBlank, stroke } from "../parts/ink";
import { compared, exampleOf, posable, posedOf, unknownCharacter, withPart } from "../setup/question";
import { at, earlier, looks, milestones, nearest, oneEach, places, rows } from "../state/looks";
import { lookKey } from "../state/receive";
import { catalogue, run } from "./world";

const form = catalogue().tasks[0]?.question ?? null;
const ask = { name: "ask", title: "Ask", text: "", fits: { sums: ["network"] }, asks: true, has_example: false, of_data: false, takes_map: false, group: "answers" as const };

function looked(step: number, epoch: number): ViewAnswer {
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

test("several runs stand class by class in one table, and of two there is the difference", () => {
  const shares = (counts: [string, number, number][]) => {
    const group = counts.map(([label, right, of]) => ({ label, right, of, name: null }));
    return { type: "shares" as const, titles: ["classes"], groups: [group], chosen: "", remarks: [] };
  };
  const one = shares([["3", 1, 4], ["8", 4, 4], ["9", 0, 0]]);
  const other = shares([["3", 3, 4], ["8", 3, 4], ["9", 1, 1], ["7", 1, 2]]);
  expect(together([one, other])).toEqual([
    {
      title: "classes",
      rows: [
        { label: "3", shares: [0.25, 0.75], difference: 0.5 },
        { label: "8", shares: [1, 0.75], difference: -0.25 },
        { label: "9", shares: [null, 1], difference: null },
        { label: "7", shares: [null, 0.5], difference: null },
      ],
    },
  ]);
  expect(together([one, other, one])[0]?.rows[0]).toEqual({ label: "3", shares: [0.25, 0.75, 0.25], difference: null });
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

/** An answer of a finished run to a question of which the right answer is known. */
function judged(step: number, right: boolean): ViewAnswer {
  const mark = { given: "1+2", answer: "3", expected: "3", right, sure: 1, truth: null, question: "" };
  return { ...looked(step, step / 10), at: step, picture: { type: "marked text", marks: [mark], right: 0, of: 1 } };
}

test("a layer that is wanted is asked for beside the question, and earlier steps are asked the question alone", () => {
  const runs = [run("a", { state: "finished", snapshots: [10] })];
  const question = withPart("1+2", "conv2");
  expect([posedOf(question), posedOf("1+2"), withPart("1+2", "")]).toEqual(["1+2", "1+2", "1+2"]);
  expect(looks({ view: ask, question, posed: true, runs, back: null }, new Map()).map((look) => look.question)).toEqual([question, "1+2"]);
  const answer = { ...looked(30, 3), question };
  expect(rows(new Map([["x", answer]]), "a", "ask", "1+2")).toEqual([answer]);
});

test("a held-out example is a question of every form", () => {
  expect(exampleOf("validation:253:00ff12ab")).toEqual({ split: "validation", place: 253 });
  expect([exampleOf("1+2"), exampleOf("train:1:00ff12ab"), exampleOf("test:1:xyz")]).toEqual([null, null, null]);
  expect(posable(form, "test:0:00ff12ab")).toBe(true);
});

test("the first right epoch is said to be the first of those kept, once all kept before it were asked", () => {
  const one = run("a", { state: "finished", snapshots: [0, 50, 100, 150, 200], steps_per_epoch: 10 });
  const some = [judged(0, false), judged(100, false), judged(200, true)];
  expect(firstRight(one, some)).toBe("First right at epoch 20, which is the first such of the epochs looked at: 0, 10, 20.");
  const all = [judged(0, false), judged(50, false), judged(100, false), judged(150, true), judged(200, true)];
  expect(firstRight(one, all)).toBe("First right at epoch 15, which is the first such of the epochs that were kept: 0, 5, 10, 15, 20.");
  expect(firstRight(one, [judged(0, false), judged(50, false)])).toBe("It was right at none of the 2 epochs looked at.");
  expect(firstRight(one, [looked(10, 1)])).toBe("");
});

test("kept steps between milestones are asked too where one of them may have been right first", () => {
  const snapshots = Array.from({ length: 31 }, (_, place) => place * 10);
  const one = run("a", { state: "finished", snapshots });
  const marks = milestones(snapshots, 11).map((step) => judged(step, step >= 60));
  expect(earlier(one, marks, 1)).toEqual([50, 40, 20, 10]);
  expect(earlier(one, marks.slice(1), 1)).toEqual([]);
  expect(earlier({ ...one, state: "running" }, marks, 1)).toEqual([]);
  const looksAt = looks({ view: ask, question: "1+2", posed: true, runs: [one], back: null, earlier: new Map([["a", [50, 40]]]) }, new Map());
  expect(looksAt.map((look) => look.at).slice(-2)).toEqual([50, 40]);
  const four = Array.from({ length: 4 }, () => earlier(one, marks, 4).length);
  expect(4 * 12 + four.reduce((sum, more) => sum + more, 0)).toBeLessThanOrEqual(64);
});
