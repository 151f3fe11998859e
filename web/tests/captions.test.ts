import { describe, expect, it } from "vitest";
import { firstWord, looksOf, moved, partAt, wordsAt } from "../parts/pictures/captions";

/** Two words over two parts down and three across. */
const packed = btoa(String.fromCharCode(...[65535, 0, 0, 0, 0, 0, 0, 0, 0, 0, 65535, 32768].flatMap((value) => [value & 255, value >> 8])));
const word = { word: "seven", chance: 1, right: null, thing: null, hit: null };
const picture = { looks: packed, grid: [2, 3] as [number, number], words: [{ ...word, most: 0.5 }, { ...word, most: 0.4, thing: { left: 0, top: 0, width: 1, height: 1 } }] };

describe("a caption", () => {
  it("has a mask for each word, as shares of its largest", () => {
    expect(looksOf(picture, 0)).toEqual([1, 0, 0, 0, 0, 0]);
    expect(looksOf(picture, 1).map((look) => Number(look.toFixed(2)))).toEqual([0, 0, 0, 0, 1, 0.5]);
  });

  it("knows of a part how much of each word's attention it has", () => {
    expect(wordsAt(picture, [0, 0])).toEqual([0.5, 0]);
    expect(wordsAt(picture, [1, 2])[1]).toBeCloseTo(0.2, 3);
  });

  it("is pointed at by pointer and by arrow keys, which stay inside", () => {
    expect(partAt(picture, 0.99, 0.5)).toEqual([1, 2]);
    expect(partAt(picture, 1.2, -0.1)).toEqual([0, 2]);
    expect(moved(picture, [0, 0], "ArrowLeft")).toEqual([0, 0]);
    expect(moved(picture, [0, 0], "ArrowDown")).toEqual([1, 0]);
    expect(moved(picture, [0, 0], "Tab")).toBeNull();
  });

  it("shows the first word for a thing until somebody points", () => {
    expect(firstWord(picture)).toBe(1);
  });
});
