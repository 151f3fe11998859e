// What one does to a list of blocks, each a word. Pure.

import { wordsOf } from "../../../setup/blocks";

/** What is added when somebody asks for one of a kind. */
export const FRESH: Record<string, string> = {
  convolution: "16k3",
  pooling: "max2",
  dropout: "drop0.25",
  average: "global",
  dense: "dense64",
};

export function replaced(blocks: string, place: number, word: string): string {
  return wordsOf(blocks).map((one, at) => (at === place ? word : one)).join(" ");
}

export function removed(blocks: string, place: number): string {
  return wordsOf(blocks).filter((_, at) => at !== place).join(" ");
}

export function inserted(blocks: string, place: number, word: string): string {
  return wordsOf(blocks).toSpliced(place, 0, word).join(" ");
}

/** The block changes places with the one before or after it. */
export function moved(blocks: string, place: number, by: -1 | 1): string {
  const words = wordsOf(blocks);
  const [one, other] = [words[place], words[place + by]];
  if (one === undefined || other === undefined) return blocks;
  return words.with(place, other).with(place + by, one).join(" ");
}

/** Where a new one goes: behind the open one, else to the end; what reads a picture stands before all dense units. */
export function placeFor(type: string, blocks: string, open: number | null): number {
  const words = wordsOf(blocks);
  const dense = words.findIndex((word) => word.startsWith("dense"));
  const wanted = open === null ? words.length : open + 1;
  const picture = type !== "dense" && type !== "dropout";
  return picture && dense >= 0 ? Math.min(wanted, dense) : wanted;
}
