// What each word of a caption looked at, and what words looked at one part. Pure.

import { pairs } from "./packed";
import type { Caption } from "./worded";

/** Row and column of a part. */
export type Part = readonly [number, number];

/** The attention of one word to each part, as shares of its largest, row by row. */
export function looksOf({ looks, grid: [down, across] }: Pick<Caption, "looks" | "grid">, word: number): number[] {
  return pairs(looks)
    .slice(word * down * across, (word + 1) * down * across)
    .map((value) => value / 65535);
}

/** How much of the attention of each word one part has, 0 to 1. */
export function wordsAt(picture: Pick<Caption, "looks" | "grid" | "words">, [row, column]: Part): number[] {
  const [, across] = picture.grid;
  return picture.words.map(({ most }, word) => most * (looksOf(picture, word)[row * across + column] ?? 0));
}

/** The part in which a place lies that is given as shares of the picture's sides from the left and from the top. */
export function partAt({ grid: [down, across] }: Pick<Caption, "grid">, x: number, y: number): Part {
  return [within(Math.floor(y * down), down), within(Math.floor(x * across), across)];
}

/** The part that an arrow key leads to; null for any other key. */
export function moved({ grid: [down, across] }: Pick<Caption, "grid">, [row, column]: Part, key: string): Part | null {
  const step = STEPS[key];
  return step === undefined ? null : [within(row + step[0], down), within(column + step[1], across)];
}

const STEPS: Record<string, Part> = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function within(value: number, size: number): number {
  return Math.min(size - 1, Math.max(0, value));
}

/** The word that is shown before anybody points: the first that names a thing. */
export function firstWord({ words }: Pick<Caption, "words">): number {
  return Math.max(
    0,
    words.findIndex(({ thing }) => thing !== null),
  );
}
