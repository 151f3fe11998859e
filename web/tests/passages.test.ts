import { turned as turnedKnobs } from "../parts/pictures/Knobs";
import { expect, test } from "vitest";
import { alternativesAt, shownSymbol, taken, tints, turned, untaken } from "../parts/pictures/passages";
import type { Passage } from "../parts/pictures/worded";
import { posable, unknownCharacter } from "../setup/question";

const pairs = (numbers: number[]) => btoa(numbers.map((one) => String.fromCharCode(one & 255, one >> 8)).join(""));
const floats = (numbers: number[]) => btoa(String.fromCharCode(...new Uint8Array(new Float32Array(numbers).buffer)));

const knob = { title: "", lowest: 0, highest: 2, step: 1, names: [], shaded: [] };
const picture: Passage = {
  type: "passage", mark: null, pieces: ["O", " ", "a"], prompt: 1, values: floats([Number.NaN, 0.5, 3]), scale: 2, signed: false, unit: "",
  alternatives: { labels: [" ", "a", "\n"], numbers: [4, 7, 9], each: 2, places: pairs([0, 0, 0, 2, 1, 2]), shares: pairs([0, 0, 39321, 26214, 65535, 0]) },
  takes: [[0, 4]], knobs: [{ ...knob, name: "temperature", value: 0.8 }, { ...knob, name: "seed", value: 3 }],
  groups: [], group: "", members: [], member: "", remarks: [],
};

test("what might have stood at a piece comes with its number and its share; what never comes is left out", () => {
  expect(alternativesAt(picture, 0)).toEqual([]);
  expect(alternativesAt(picture, 1)).toEqual([{ label: " ", number: 4, share: 0.6 }, { label: "\n", number: 9, share: 0.4 }]);
  expect(alternativesAt(picture, 2)).toEqual([{ label: "a", number: 7, share: 1 }]);
  expect([" ", "\n", "a"].map(shownSymbol)).toEqual(["␣", "↵", "a"]);
});

test("a piece is coloured by its part of the scale, and not at all where nothing is known of it", () => {
  expect(tints(picture)).toEqual([null, 0.25, 1]);
});

test("another symbol is asked for at its place in what was written, and what was chosen before it stays", () => {
  expect(taken(picture, 2, 9)).toBe("temperature=0.8&seed=3&take=0:4&take=1:9");
  expect(taken(picture, 1, 7)).toBe("temperature=0.8&seed=3&take=0:7");
  expect(turned(picture, "seed", 5)).toBe("temperature=0.8&seed=5");
  expect(untaken(picture)).toBe("temperature=0.8&seed=3");
});

test("a task that names no symbols takes whatever is typed", () => {
  const form = { form: "text" as const, text: "", example: "", symbols: "", most: 20, size: [0, 0] as [number, number] };
  expect(unknownCharacter(form, "Ay, 我!")).toBe(null);
  expect([posable(form, "Ay, 我!"), posable(form, ""), posable({ ...form, most: 3 }, "Romeo")]).toEqual([true, false, false]);
});

test("a picture with knobs is asked for with all of them, one turned", () => {
  const knobs = [{ ...knob, name: "digit", value: 7 }, { ...knob, name: "width", value: 0 }];
  expect(turnedKnobs(knobs, "width", 2)).toBe("digit=7&width=2");
});
