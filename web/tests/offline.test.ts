import { expect, test } from "vitest";
import { answerOf } from "../offline/answers";
import { goneOn, plainText, written } from "../offline/typed";
import type { Outputs, Reading } from "../offline/told";
import "../text/offline";

const reading: Reading = {
  symbols: [..."0123456789+ "],
  joint: "",
  pattern: "",
  lower: false,
  unknown: -1,
  length: 5,
  least: 5,
  ending: false,
  fill: 11,
  before: false,
  backwards: false,
  zeros: 0,
  between: null,
  tail: [],
};

test("a text is filled up behind or before, turned round, and given zeros", () => {
  expect(written(reading, " 7+5 ")).toEqual({ numbers: [7, 10, 5, 11, 11], length: 3 });
  expect(written({ ...reading, before: true }, "7+5")).toEqual({ numbers: [11, 11, 7, 10, 5], length: 3 });
  expect(written({ ...reading, backwards: true }, "7+5")).toEqual({ numbers: [11, 11, 5, 10, 7], length: 3 });
  expect(written({ ...reading, zeros: 2, fill: -1 }, "7+15")).toEqual({ numbers: [0, 7, 10, 1, 5], length: 5 });
  expect(written({ ...reading, tail: [9] }, "1")).toEqual({ numbers: [1, 9, 11, 11, 11], length: 2 });
});

test("words are parted by their joint, and those that are not known have a symbol", () => {
  const words = { ...reading, symbols: ["<pad>", "<unk>", "a", "dog"], joint: " ", unknown: 1, fill: 0, length: 3, least: 3 };
  expect(written(words, "a  cat")).toEqual({ numbers: [2, 1, 0], length: 2 });
});

test("words are found by a pattern, and of a long text the last are read", () => {
  const pattern = "[\\u3400-\\u9fff]|[\\p{L}\\p{N}_]+|[^\\p{L}\\p{N}_\\s]";
  const words = { ...reading, symbols: ["<unk>", "not", "good", "été", "猫", "."], pattern, lower: true, unknown: 0, length: 4, least: 1, ending: true, fill: 9 };
  expect(written(words, "Not GOOD. Été")).toEqual({ numbers: [1, 2, 5, 3], length: 4 });
  expect(written(words, "good, not good 猫猫")).toEqual({ numbers: [1, 2, 4, 4], length: 4 });
  expect(written({ ...words, least: 3, before: true }, "good")).toEqual({ numbers: [9, 9, 2], length: 1 });
  expect(written(words, "\u200e \u200f")).toBe("There is nothing in it that it reads.");
});

test("what ends every text is there once, typed or not", () => {
  const noise = { ...reading, length: 9, least: 1, fill: -1, tail: [10] };
  expect(written(noise, "12")).toEqual(written(noise, "12+"));
});

test("a text that is fed twice is typed once", () => {
  const twice = { ...reading, length: 7, least: 7, between: [10] };
  expect(written(twice, "12")).toEqual({ numbers: [1, 2, 10, 1, 2, 11, 11], length: 5 });
  expect(written({ ...twice, between: [] }, "12")).toEqual({ numbers: [1, 2, 1, 2, 11, 11, 11], length: 4 });
  expect(written(twice, "1234")).toBe("It reads 3 symbols at most.");
});

test("a text goes on with what is likeliest to come next", () => {
  const letters = { ...reading, symbols: ["a", " ", "\n"], length: 9, least: 1, fill: -1 };
  expect(written(letters, "a ", true)).toEqual({ numbers: [0, 1], length: 2 });
  expect(written(letters, "a↵", true)).toEqual({ numbers: [0, 2], length: 2 });
  const alphabet = { symbols: ["a", " ", "\n"], padding: "", end: "", joint: "" };
  const found = answerOf({ ...outputs, form: "next", alphabet }, [0.9, 0.05, 0.05, 0.1, 0.2, 0.7], [2, 3], "en");
  expect(found).toMatchObject({ answer: "↵", sure: 0.7, next: "\n" });
  expect([goneOn("a", "\n", false), goneOn("it is", "good", true), goneOn("it is", ".", true)]).toEqual(["a↵", "it is good", "it is."]);
});

test("what cannot be written is said", () => {
  expect(written(reading, "4x")).toBe("x is none of its symbols: 0 1 2 3 4 5 6 7 8 9 +");
  expect(written(reading, "123456")).toBe("It reads 5 symbols at most.");
  expect(written({ ...reading, fill: -1 }, "12")).toBe("It reads exactly 5 symbols; these are 2.");
});

test("figures of any keyboard are plain ones", () => {
  expect(plainText("\uff14\uff17\u200e+1")).toBe("47 +1");
});

const outputs: Outputs = { form: "class", names: { en: ["cat", "dog", "cow"], zh: ["猫", "狗", "牛"] }, alphabet: null, most: 0 };

test("the likeliest class is the answer, and all are ranked", () => {
  const found = answerOf(outputs, [0.2, 0.7, 0.1], [3], "zh");
  expect(found).toMatchObject({ answer: "狗", sure: 0.7 });
  expect(found.form === "shares" && found.shares.map(({ name }) => name)).toEqual(["狗", "猫", "牛"]);
});

test("several classes are those that are likelier than not, or as many as there always are", () => {
  expect(answerOf({ ...outputs, form: "classes" }, [0.6, 0.2, 0.9], [3], "en")).toMatchObject({ answer: "cat + cow", sure: 0.6 });
  expect(answerOf({ ...outputs, form: "classes" }, [0.1, 0.2, 0.3], [3], "en")).toMatchObject({ answer: "–", sure: 0 });
  expect(answerOf({ ...outputs, form: "classes", most: 2 }, [0.1, 0.2, 0.3], [3], "en")).toMatchObject({ answer: "dog + cow", sure: 0.2 });
});

test("a text ends where its end is likeliest, and is as sure as all its symbols", () => {
  const alphabet = { symbols: ["a", "b", "#"], padding: "", end: "#", joint: "" };
  const values = [0.5, 0.3, 0.2, 0.1, 0.8, 0.1, 0, 0.5, 0.5, 1, 0, 0].map((value, at) => (at === 8 ? 0.9 : value));
  const found = answerOf({ ...outputs, form: "symbols", alphabet }, values, [4, 3], "en");
  expect(found).toMatchObject({ answer: "ab" });
  expect(found.form === "text" && found.sure).toBeCloseTo(0.5 * 0.8 * 0.9);
});
