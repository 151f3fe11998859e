import { afterEach, expect, test } from "vitest";
import type { Wording } from "../generated/types";
import { wordsOf } from "../text/languages";
import { templates, worded } from "../text/sentences";
import { counted, inEnglish, language, plural, words } from "../text/text";
import { wording } from "./world";

afterEach(() => {
  templates.value = {};
  words.value = inEnglish;
  language.value = "en";
});

const said = (code: string, values: Wording["values"], text = "in English"): Wording => ({ code, values, text });
const reached = said("reached", { title: said("tasks.sums.title", {}, "Exact answers"), value: 0.98, most: 12_000 }, "exact answers reached 98.0 %");

test("a sentence of the server is worded by its code; what no table knows is said in the English that came with it", () => {
  expect(worded(reached)).toBe("exact answers reached 98.0 %");
  templates.value = { reached: "{title:within} reached {value:percent} of {most:whole}; {nobody}" };
  expect(worded(reached)).toBe("exact answers reached 98.0\u202f% of 12,000; {nobody}");
  expect(worded(wording("{a person} wrote this"))).toBe("{a person} wrote this");
  expect(worded("of an older store")).toBe("of an older store");
});

test("what a sentence names is worded too, lists as the language lists them", () => {
  language.value = "zh";
  templates.value = { reached: "{title:within}达到 {value:percent}", "tasks.sums.title": "全对率", others: "有的是 {all}" };
  expect(worded(reached)).toBe("全对率达到 98.0\u202f%");
  expect(worded(said("others", { all: ["exact", said("tasks.sums.title", {})] }))).toBe("有的是 exact、全对率");
});

test("a sentence that counts takes the form of the language's plural, or the form of all others", () => {
  templates.value = { epochs: { one: "{count} epoch", other: "{count} epochs" }, only: { other: "{count} in all" } };
  expect([1, 2, 21].map((count) => worded(said("epochs", { count })))).toEqual(["1 epoch", "2 epochs", "21 epochs"]);
  expect(worded(said("only", { count: 1 }))).toBe("1 in all");
  expect(plural(2)).toBe("other");
  expect([counted("network.parameters", 1), counted("network.parameters", 2)]).toEqual(["1 parameter", "2 parameters"]);
});

test("the language of tests is half as long again in what the server says too", async () => {
  words.value = await wordsOf("en-XA");
  expect(worded(said("rows", { most: 12_000 }, "At most 12,000 rows"))).toMatch(/^Á+t .*12,000 r/);
});
