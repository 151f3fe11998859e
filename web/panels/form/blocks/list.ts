// What one does to a list of blocks, each a word. Pure.

import { wordsOf } from "../../../setup/blocks";

/** What is added when somebody asks for one of a kind. */
export const FRESH: Record<string, string> = {
  convolution: "16k3",
  pooling: "max2",
  dropout: "drop0.25",
  average: "global",
  dense: "dense64",
  residual: "res(16k3-same-bn_16k3-same-bn-linear)",
  inception: "inc(8k1!8k1_16k3-same!4k1_8k5-same!max3-s1-same_8k1)",
  recurrent: "gru64",
  normalisation: "bn",
  activation: "relu",
  response: "lrn",
  upsampling: "up2",
  flattening: "flatten",
  radial: "radial",
};

/** The kinds that a control takes, each with what is added; inside another block nothing changes the size of a picture. */
export function fresh(forms: Readonly<Record<string, unknown>>, inside = false): [string, string][] {
  const own = Object.entries(FRESH).filter(([type]) => type in forms);
  return inside ? own.map(([type, word]) => [type, { convolution: "16k3-same", pooling: "max3-s1-same" }[type] ?? word]) : own;
}

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

/** After what there is no picture any more. */
const UNITS = /^(dense|flatten|radial|(?:rnn|gru|lstm|peep)\d)/;
const READS_PICTURE = new Set(["convolution", "pooling", "average", "response", "upsampling", "residual", "inception", "recurrent"]);

/** Where a new one goes: behind the open one, else to the end; what reads a picture stands before all dense units. */
export function placeFor(type: string, blocks: string, open: number | null): number {
  const words = wordsOf(blocks);
  const units = words.findIndex((word) => UNITS.test(word));
  const last = words.at(-1) === "radial" && type !== "radial" ? words.length - 1 : words.length;
  const wanted = open === null ? last : Math.min(open + 1, last);
  return READS_PICTURE.has(type) && units >= 0 ? Math.min(wanted, units) : wanted;
}
