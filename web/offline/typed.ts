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

/** Or the sentence why it cannot be written. */
export function written(reading: Reading, typed: string): Written | string {
  const { symbols, joint, unknown, length, fill, tail } = reading;
  const plain = plainText(typed);
  const text = reading.zeros ? plain.replace(/\d+/g, (number) => number.padStart(reading.zeros, "0")) : plain;
  const parts = text === "" ? [] : joint === "" ? [...text] : text.split(joint);
  const numbers = parts.map((part) => (symbols.includes(part) ? symbols.indexOf(part) : unknown));
  const missing = numbers.indexOf(-1);
  if (missing >= 0) return worded("offline.symbol", { symbol: parts[missing] ?? "", symbols: shown(symbols, joint) });
  const own = [...numbers, ...tail];
  const room = length - own.length;
  const most = length - tail.length;
  if (room > 0 && fill < 0) return worded("offline.exactly", { most, count: numbers.length });
  if (room < 0) return worded(fill < 0 ? "offline.exactly" : "offline.most", { most, count: numbers.length });
  const filling = Array<number>(room).fill(fill);
  const whole = reading.before ? [...filling, ...own] : [...own, ...filling];
  return { numbers: reading.backwards ? whole.reverse() : whole, length: own.length };
}

const SOME = 60;

function shown(symbols: readonly string[], joint: string): string {
  const told = symbols.filter((one) => one.trim() !== "");
  return told.length > SOME ? `${told.slice(0, SOME).join(joint || " ")} …` : told.join(joint || " ");
}
