// A story that is changed sentence by sentence, and where each hop looks in it. Pure.

import { pairs } from "./packed";
import type { HopTable } from "./worded";

export interface Story {
  sentences: readonly string[];
  question: string;
}

/** How much each hop looks at one sentence, 0 to 1, hop by hop. */
export function looksAt({ looks, hops, sentences }: Pick<HopTable, "looks" | "hops" | "sentences">, place: number): number[] {
  const all = pairs(looks);
  return Array.from({ length: hops }, (_, hop) => (all[hop * sentences.length + place] ?? 0) / 65535);
}

/** The story as it is asked for: every sentence with a mark at its end, the question last. */
export function written({ sentences, question }: Story): string {
  return [...sentences.map((one) => ended(one, ".")), ended(question, "?")].filter(Boolean).join(" ");
}

function ended(sentence: string, mark: string): string {
  const plain = sentence.replace(/[\s.!?。！？]+$/u, "").trim();
  return plain === "" ? "" : `${plain}${mark}`;
}

/** Why a sentence cannot be read: a word that the network does not know, or too many of them. */
export function problemOf(sentence: string, { words, longest }: Pick<HopTable, "words" | "longest">): { unknown: string } | "long" | null {
  const known = new Set(words.map((word) => word.toLowerCase()));
  const own = sentence.match(/[^\s.,;:!?。，；：！？]+/gu) ?? [];
  const unknown = own.find((word) => !known.has(word.toLowerCase()));
  if (unknown !== undefined) return { unknown };
  return own.length > longest ? "long" : null;
}

export function changed<T>(list: readonly T[], place: number, one: T): T[] {
  return list.map((other, at) => (at === place ? one : other));
}

export function without<T>(list: readonly T[], place: number): T[] {
  return list.filter((_, at) => at !== place);
}

/** With one in another place; what is moved beyond an end stays. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const one = list[from];
  if (one === undefined || to < 0 || to >= list.length) return [...list];
  const rest = without(list, from);
  return [...rest.slice(0, to), one, ...rest.slice(to)];
}

export interface Answered {
  story: string;
  note: string;
  words: string;
  answer: string;
  sure: number;
  right: boolean | null;
}

const MOST = 12;

/** The answers so far and this one, the latest first; another only if the story or its answer is another. */
export function remembered(before: readonly Answered[], next: Answered): readonly Answered[] {
  const [last] = before;
  return last !== undefined && last.story === next.story && last.answer === next.answer ? before : [next, ...before].slice(0, MOST);
}
