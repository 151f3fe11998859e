import { expect, test } from "vitest";
import type { ViewAnswer } from "../generated/types";
import { countedCells, moved } from "../parts/pictures/cells";
import { counts } from "../parts/pictures/packed";
import type { Cells, Panel } from "../parts/pictures/worded";
import { standing } from "../state/looks";
import { lookKey } from "../state/receive";

function packed(...values: number[]): string {
  return btoa(String.fromCharCode(...values.flatMap((value) => [value & 255, (value >> 8) & 255, (value >> 16) & 255, 0])));
}

const panel: Panel = { title: "", layer: "", signed: false, scale: 1, rows: ["a", "b"], columns: ["a", "b"], notes: [], noted: "", values: "", seen: null, asks: "", sets: null };
const cells: Cells = { counts: packed(9, 3, 0, 70_000), question: "{row}>{column}", words: "{row} taken for {column}: {count} of {of}", names: [], chosen: "", examples: null };

test("a cell says what it counts and how it is asked for", () => {
  const all = countedCells(panel, cells);
  expect(all.map(({ words }) => words)).toEqual(["a taken for a: 9 of 12", "a taken for b: 3 of 12", "b taken for a: 0 of 70000", "b taken for b: 70000 of 70000"]);
  expect(all.map(({ question }) => question)).toEqual(["a>a", "a>b", "b>a", "b>b"]);
  expect(all[1]?.heat).toBe(0.5);
});

test("a class that is called otherwise in this language is asked for by the name that the server knows", () => {
  const [, cell] = countedCells({ ...panel, rows: ["甲", "乙"], columns: ["甲", "乙"] }, { ...cells, names: ["a", "b"] });
  expect([cell?.words, cell?.question]).toEqual(["甲 taken for 乙: 3 of 12", "a>b"]);
});

test("a row without examples has cells of nothing", () => {
  expect(countedCells(panel, { ...cells, counts: packed(0, 0, 1, 1) })[0]).toMatchObject({ heat: 0, words: "a taken for a: 0 of 0" });
});

test("four bytes are a number, the least first", () => {
  expect(counts(packed(1, 256, 70_000))).toEqual([1, 256, 70_000]);
});

test("keys lead from cell to cell and not off the edge", () => {
  expect(["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End"].map((key) => moved(key, 4, 3, 3))).toEqual([1, 7, 3, 5, 3, 5]);
  expect(moved("ArrowUp", 1, 3, 3)).toBe(1);
  expect(moved("ArrowRight", 8, 3, 3)).toBe(8);
  expect(moved("a", 0, 3, 3)).toBeNull();
});

test("while another cell is looked up, what was last seen with the same weights stays", () => {
  const looked = (question: string, step: number, at: ViewAnswer["at"] = "live"): ViewAnswer => ({ run: "a", view: "pairs", question, at, step, epoch: step, picture: { type: "heat map", panels: [], mark: null, cells: null, asked: null, choices: [], chosen: "", of_map: null, remarks: [], working: null } });
  const seen = new Map([looked("", 30), looked("a>b", 10), looked("", 20, 20)].map((one) => [lookKey("a", "pairs", one.question, one.at), one]));
  expect(standing(seen, "a", "pairs", "live")?.step).toBe(30);
  expect(standing(seen, "a", "pairs", 20)?.step).toBe(20);
  expect(standing(seen, "a", "other", "live")).toBeUndefined();
});
