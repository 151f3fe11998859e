import { expect, test } from "vitest";
import type { Predict } from "../generated/types";
import { keyAmong } from "../panels/lesson/entrants";
import { type Entrant, judge } from "../panels/lesson/judging";
import { verdict } from "../panels/lesson/verdict";
import { variantKey } from "../setup/variants";
import { NONE } from "../state/teaching";
import { exact, run, subject } from "./world";

const series = { ...exact, title: "Loss" };
const first: Predict = { question: "", series: "loss", by: "first", value: 0.5 };
const best: Predict = { ...first, by: "best" };

/** One variant; each list is a seed's curve, an epoch apart from 0. */
function entrant(name: string, curves: number[][], over = true): Entrant {
  const runs = curves.map((values, seed) => ({ ...subject(`${name}${seed}`, values, seed), run: run(`${name}${seed}`, { seed, state: over ? "finished" : "running" }) }));
  return { key: name, name, runs };
}

test("networks that were made equally large are told apart by what was raced", () => {
  const choice = variantKey({ "/architecture/cell": "GRU" });
  expect(keyAmong({ "/architecture/cell": "GRU", "/architecture/hidden": 37, "/training/seed": 1 }, choice)).toBe(choice);
  expect(keyAmong({ "/architecture/cell": "GRU", "/training/seed": 1 }, NONE)).toBe(choice);
});

const words = (predict: Predict, choice: string, ...entrants: Entrant[]) => verdict(predict, series, choice, judge(predict, series, entrants));

test("who was first is told with every epoch, and the guess is judged", () => {
  const told = words(first, "GRU", entrant("GRU", [[0, 0.2, 0.4, 0.7]]), entrant("LSTM", [[0, 0.5, 0.6, 0.6]]), entrant("SimpleRNN", [[0, 0.1, 0.1, 0.1]]));
  expect(told.right).toBe(false);
  expect(told.words.replaceAll("\u202f", " ")).toBe("LSTM reached 50.0 % first, at epoch 1; GRU at 3; SimpleRNN did not.");
});

test("it is decided as soon as nobody can be earlier, and not before", () => {
  const ahead = entrant("GRU", [[0, 0.2, 0.6]], false);
  const behind = entrant("LSTM", [[0, 0.2]], false);
  expect(words(first, "GRU", ahead, behind)).toMatchObject({ right: null });
  const abreast = entrant("LSTM", [[0, 0.2, 0.3]], false);
  const told = words(first, "GRU", ahead, abreast);
  expect(told.right).toBe(true);
  expect(told.words).toContain("LSTM not yet");
});

test("seeds count by their mean", () => {
  const lucky = entrant("GRU", [[0, 0.9, 0.9], [0, 0, 0], [0, 0, 0]]);
  const steady = entrant("LSTM", [[0, 0.4, 0.5], [0, 0.4, 0.6], [0, 0.4, 0.55]]);
  expect(judge(first, series, [lucky, steady]).winners).toEqual(["LSTM"]);
  expect(judge(best, series, [lucky, steady]).standings.map(({ value }) => value?.toFixed(2))).toEqual(["0.55", "0.30"]);
});

test("a race that nobody does is decided when all have ended, and then none of them was right", () => {
  const two = [entrant("GRU", [[0, 0.2]]), entrant("LSTM", [[0, 0.4]])];
  expect(words(first, NONE, ...two)).toEqual({ right: true, words: "None reached 50.0\u202f%; LSTM came closest with 40.0\u202f%." });
  expect(words(first, "LSTM", ...two).right).toBe(false);
  expect(words(first, NONE, entrant("GRU", [[0, 0.2]], false)).right).toBeNull();
});

test("who is level wins together", () => {
  const told = words(first, "LSTM", entrant("GRU", [[0, 0.5]]), entrant("LSTM", [[0, 0.7]]));
  expect(told).toEqual({ right: true, words: "GRU and LSTM reached 50.0\u202f% first, together at epoch 1." });
});

test("the best is told when all have ended, with the best value of each", () => {
  const two = [entrant("GRU", [[0, 0.9, 0.2]]), entrant("LSTM", [[0, 0.4, 0.8]])];
  expect(words(best, "GRU", ...two).words).toBe("GRU is best with 90.0\u202f%; LSTM with 80.0\u202f%.");
  expect(words(best, "GRU", entrant("GRU", [[0.9]], false), two[1] as Entrant).right).toBeNull();
});

test("a series that is better lower is reached from above, and a run that broke off before its first score is passed over", () => {
  const lower = { better: "lower" } as const;
  const fallen = entrant("GRU", [[2, 1, 0.4]]);
  const broken: Entrant = { key: "x", name: "x", runs: [{ ...(subject("x", [])), run: run("x", { state: "failed" }) }] };
  expect(judge(first, lower, [fallen, broken])).toMatchObject({ decided: true, winners: ["GRU"] });
  expect(judge(best, lower, [fallen, broken]).standings.map(({ value }) => value)).toEqual([0.4, null]);
});
