// What a network's outputs mean: classes with their chances, a text, values or a picture.

import type { Alphabet, Outputs } from "./told";
import { BREAK } from "./typed";

export interface Share {
  name: string;
  share: number;
}

export type Answer =
  | { form: "shares"; answer: string; sure: number; shares: readonly Share[]; next?: string }
  | { form: "text"; answer: string; sure: number }
  | { form: "values"; values: readonly number[] }
  | { form: "picture"; values: readonly number[]; shape: readonly number[] };

const SHOWN = 10;

/** Of one example: `shape` is that of its outputs. */
export function answerOf(outputs: Outputs, values: readonly number[], shape: readonly number[], language: "en" | "zh"): Answer {
  const names = outputs.names[language];
  if (outputs.form === "symbols") return { form: "text", ...read(outputs.alphabet as Alphabet, values, shape.at(-1) ?? 1) };
  if (outputs.form === "next") return next((outputs.alphabet as Alphabet).symbols, values);
  if (outputs.form === "values") return { form: "values", values };
  if (outputs.form === "picture") return { form: "picture", values, shape };
  const ranked = values.map((share, number) => ({ name: names[number] ?? "", share, number })).sort((a, b) => b.share - a.share);
  const likelier = ranked.filter(({ share }) => share >= 0.5);
  const chosen = outputs.form === "class" ? ranked.slice(0, 1) : outputs.most > 0 ? ranked.slice(0, outputs.most) : likelier;
  const inOrder = [...chosen].sort((a, b) => a.number - b.number);
  return {
    form: "shares",
    answer: inOrder.map(({ name }) => name).join(" + ") || "–",
    sure: chosen.at(-1)?.share ?? 0,
    shares: ranked.slice(0, SHOWN),
  };
}

/** Which symbols are likely to come after the last one that was read. */
function next(symbols: readonly string[], values: readonly number[]): Answer {
  const last = values.slice(-symbols.length);
  const ranked = symbols.map((symbol, number) => ({ symbol, name: visible(symbol), share: last[number] ?? 0 })).sort((a, b) => b.share - a.share);
  const [first] = ranked;
  return { form: "shares", answer: first?.name ?? "", sure: first?.share ?? 0, shares: ranked.slice(0, SHOWN), next: first?.symbol ?? "" };
}

/** A blank and a line break as signs that can be seen. */
function visible(symbol: string): string {
  return symbol === " " ? "␣" : symbol === "\n" ? BREAK : symbol;
}

/** The likeliest symbol of each place, up to the end; as sure as of all of them together. */
function read(alphabet: Alphabet, values: readonly number[], count: number): { answer: string; sure: number } {
  const symbols: string[] = [];
  let sure = 1;
  for (let place = 0; place < values.length; place += count) {
    const row = values.slice(place, place + count);
    const most = Math.max(...row);
    const symbol = alphabet.symbols[row.indexOf(most)] ?? "";
    sure *= most;
    if (alphabet.end !== "" && symbol === alphabet.end) return { answer: symbols.join(alphabet.joint), sure };
    symbols.push(symbol);
  }
  while (alphabet.end === "" && alphabet.padding !== "" && symbols.at(-1) === alphabet.padding) symbols.pop();
  return { answer: symbols.join(alphabet.joint), sure };
}
