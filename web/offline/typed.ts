// A text as the numbers of its symbols: server/exports/converted/offline/typed.py does the same, and chooses the way.

import { text as worded } from "../text/text";
import type { Reading } from "./told";

export interface Written {
  numbers: number[];
  /** How many of them are the text's own. */
  length: number;
}

/** Digits and marks of any keyboard as the plain ones, and one blank for many: models/look/questions.py. */
export function plainText(text: string): string {
  return text.normalize("NFKC").replace(/[\s\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g, " ").trim();
}

/** What a person types for a line break, and is shown for one. */
export const BREAK = "↵";

function partsOf({ joint, pattern }: Reading, text: string): string[] {
  if (pattern !== "") return text.match(new RegExp(pattern, "gu")) ?? [];
  return text === "" ? [] : joint === "" ? [...text] : text.split(joint);
}

/** Or the sentence why it cannot be written. */
export function written(reading: Reading, typed: string, goesOn = false): Written | string {
  const { symbols, joint, unknown, fill, tail, between } = reading;
  // Where the text is to go on, a word that is begun is another than one that is over.
  const blank = goesOn && typed.endsWith(" ") ? " " : "";
  const plain = (symbols.includes("\n") ? plainText(typed).replaceAll(BREAK, "\n") : plainText(typed)) + blank;
  const text = reading.zeros ? plain.replace(/\d+/g, (number) => number.padStart(reading.zeros, "0")) : plain;
  const parts = partsOf(reading, reading.lower ? text.toLowerCase() : text);
  const numbers = parts.map((part) => (symbols.includes(part) ? symbols.indexOf(part) : unknown));
  const missing = numbers.indexOf(-1);
  if (missing >= 0) return worded("offline.symbol", { symbol: parts[missing] ?? "", symbols: shown(symbols, joint) });
  if (parts.length === 0) return worded("offline.none");
  const fed = between === null ? numbers : [...numbers, ...between, ...numbers];
  const ended = tail.every((one, at) => fed.at(at - tail.length) === one);
  const whole = ended ? fed : [...fed, ...tail];
  const own = reading.ending ? whole.slice(-reading.length) : whole;
  const room = reading.length - tail.length;
  const most = between === null ? room : Math.floor((room - between.length) / 2);
  if (own.length > reading.length) return worded(fill < 0 && reading.least > 1 ? "offline.exactly" : "offline.most", { most, count: numbers.length });
  const lacking = Math.max(0, reading.least - own.length);
  if (lacking > 0 && fill < 0) return worded("offline.exactly", { most, count: numbers.length });
  const filling = Array<number>(lacking).fill(fill);
  const filled = reading.before ? [...filling, ...own] : [...own, ...filling];
  return { numbers: reading.backwards ? filled.reverse() : filled, length: own.length };
}

/** A text with one more symbol; a blank stands before a word. */
export function goneOn(text: string, symbol: string, words: boolean): string {
  const close = !words || /^[.,;:!?)\]}%\n]$/.test(symbol);
  return text + (close ? "" : " ") + (symbol === "\n" ? BREAK : symbol);
}

const SOME = 60;

function shown(symbols: readonly string[], joint: string): string {
  const told = symbols.filter((one) => one.trim() !== "");
  return told.length > SOME ? `${told.slice(0, SOME).join(joint || " ")} …` : told.join(joint || " ");
}
