import { expect, test } from "vitest";
import "../text/data";
import type { OwnData } from "../generated/types";
import { columnOf, isRead, offered, question, samples, tableBy, type Table, wayOf } from "../panels/form/data/table";
import { controls, type ChoiceControl } from "../setup/controls";
import { variable } from "../setup/vary";

const numbers = { type: "string", enum: ["automatic", "decimals", "thousands", "columns"], default: "automatic", picks: "numbers", names: { decimals: "Decimals", thousands: "Thousands", columns: "Columns" } };
const column = { type: "integer", minimum: 0, maximum: 50, default: 0, picks: "column" };

function way(answer: "decimals" | "thousands", number: number) {
  return { answer, decimal: ".", group: "", unit: "", samples: [{ cell: "1.234", number }], curve: [0, 100], least: 0, most: number };
}

const table: Table = {
  answers: [],
  encoding: "utf-8",
  separator: ";",
  names: ["place", "day", "price"],
  head: [["here", "1", "1.234"]],
  columns: [
    { name: "day", place: 1, kind: "index", ways: [{ ...way("decimals", 1), samples: [{ cell: "1", number: 1 }] }] },
    { name: "price", place: 2, kind: "number", ways: [way("decimals", 1.234), way("thousands", 1234)] },
  ],
  first: 2,
  falls: "",
};
const own: OwnData = { data: "", form: "table", title: "", name: "", bytes: 9, added: "", classes: {}, columns: [], rows: 30, tables: [table], left_out: [], left_out_more: 0, faint: 0, thumbnails: 0, characters: 0, beginning: "", network: "", learnt: "", parameters: 0, damaged: null };

const asked = () => {
  const [control] = controls({ properties: { numbers } }, "task");
  return control as ChoiceControl;
};

test("what picks of the data says so in its schema, and readings and orders cannot be raced", () => {
  const made = controls({ properties: { column, numbers, order: { type: "boolean", picks: "order" } } }, "task");
  expect(made.map(({ picks }) => picks)).toEqual(["column", "numbers", "order"]);
  expect(variable(made).map(({ picks }) => picks)).toEqual(["column"]);
});

test("columns that only count are offered last, and the first choice is one that is worth foretelling", () => {
  expect(offered(table)).toMatchObject([
    { value: 2, title: "price" },
    { value: 1, title: "day (counts the rows)" },
  ]);
  expect([columnOf(table, 0)?.name, columnOf(table, 1)?.name, columnOf(table, 3)?.name]).toEqual(["price", "day", undefined]);
});

test("a column that may be read in two ways is asked about, with what either gives", () => {
  const price = columnOf(table, 2);
  if (price === undefined) throw new Error("no column");
  expect(wayOf(price, "automatic")).toBeUndefined();
  expect(wayOf(price, "thousands")?.most).toBe(1234);
  expect(question(own, price, asked())).toEqual({
    words: "How are the numbers of price to be read?",
    answers: [
      { value: "decimals", title: "Decimals", preview: "1.234 is 1.234" },
      { value: "thousands", title: "Thousands", preview: "1.234 is 1234" },
    ],
  });
  expect(question(own, columnOf(table, 1), asked())).toBeNull();
});

test("a line that may be one number or several cells is asked about", () => {
  const whole: Table = { ...table, answers: ["decimals"], columns: [{ name: "column 1", place: 0, kind: "number", ways: [{ ...way("decimals", 11.25), samples: [{ cell: "11,25", number: 11.25 }] }] }] };
  const cut: Table = { ...table, answers: ["columns"], head: [["11", "25"]] };
  const both = { ...own, tables: [whole, cut] };
  expect([tableBy(both, "automatic"), tableBy(both, "columns"), tableBy(both, "decimals")]).toEqual([whole, cut, whole]);
  expect(question(both, whole.columns[0], asked())?.answers).toEqual([
    { value: "decimals", title: "Decimals", preview: "11,25 is 11.25" },
    { value: "columns", title: "Columns", preview: "11 | 25" },
  ]);
});

test("a reading is shown where cells are not written as their numbers", () => {
  expect([isRead(way("decimals", 1.234)), isRead(way("thousands", 1234))]).toEqual([false, true]);
  expect(samples(way("thousands", 1234))).toBe("1.234 is 1234");
});
