// Stories that are changed sentence by sentence.

import { describe, expect, it } from "vitest";
import { looksAt, moved, problemOf, remembered, written } from "../parts/pictures/hops";

const picture = { words: ["Joe", "went", "to", "the", "office"], longest: 5 };

describe("stories", () => {
  it("are written with a mark at each end, the question last, and without what is empty", () => {
    expect(written({ sentences: ["Joe went to the office", " ", "Fred slept!"], question: "Where is Joe" })).toBe("Joe went to the office. Fred slept. Where is Joe?");
  });
  it("are refused with the word that is not known, or where a sentence is too long", () => {
    expect(problemOf("joe went to the moon.", picture)).toEqual({ unknown: "moon" });
    expect(problemOf("Joe went to the office.", picture)).toBeNull();
    expect(problemOf("Joe went to the the office", picture)).toBe("long");
  });
  it("have a share of each hop for each sentence", () => {
    const looks = btoa(String.fromCharCode(255, 255, 0, 0, 0, 0, 255, 255));
    expect(looksAt({ looks, hops: 2, sentences: ["a", "b"] }, 0)).toEqual([1, 0]);
    expect(looksAt({ looks, hops: 2, sentences: ["a", "b"] }, 1)).toEqual([0, 1]);
  });
  it("have sentences that move, and stay at the ends", () => {
    expect(moved(["a", "b", "c"], 0, 1)).toEqual(["b", "a", "c"]);
    expect(moved(["a", "b", "c"], 2, 3)).toEqual(["a", "b", "c"]);
  });
  it("are remembered with their answers, each once until the answer is another", () => {
    const one = { story: "s", note: "", words: "", answer: "office", sure: 0.5, right: null };
    const first = remembered([], one);
    expect(remembered(first, { ...one, sure: 0.9 })).toBe(first);
    expect(remembered(first, { ...one, answer: "garden" }).map(({ answer }) => answer)).toEqual(["garden", "office"]);
  });
});
