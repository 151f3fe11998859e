// Every sentence for people, by key. Another language is another table of the same keys, and the words of what the server sends.

import { signal } from "@preact/signals";
import type { Catalogue } from "../generated/types";
import { english } from "./en";

export type TextKey = keyof typeof english;
export type Table = Record<TextKey, string>;
type Values = Record<string, string | number>;
/** "runs" where the table has "runs.one" and "runs.other". */
type Counted<Key> = Key extends `${infer Stem}.other` ? Stem : never;

/** A language. What the server says is worded in sentences.ts. */
export interface Words {
  table: Table;
  /** What the catalogue is shown as. The server has it in each language but that of tests. */
  catalogue: (catalogue: Catalogue) => Catalogue;
  /** What is shown of the server's English where no table knows its code, as of words of a person. */
  untranslated: (english: string) => string;
}

export const inEnglish: Words = { table: english, catalogue: (whole) => whole, untranslated: (words) => words };
export const words = signal(inEnglish);
/** As Intl and lessons name it. */
export const language = signal("en");

/** Making one takes longer than using it a hundred times. */
const formats = new Map<string, Intl.NumberFormat>();

export function format(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = language.value + JSON.stringify(options);
  const found = formats.get(key) ?? new Intl.NumberFormat(language.value, options);
  formats.set(key, found);
  return found;
}

export function text(key: TextKey, values: Values = {}): string {
  return filled(words.value.table[key], values);
}

/** Which form of a sentence so many take: "one" is of exactly one, in languages that have no other form of it too. */
export function plural(count: number): Intl.LDMLPluralRule {
  return count === 1 ? "one" : new Intl.PluralRules(language.value).select(count);
}

/** Of the forms that the table has: a language may have "runs.few" and "runs.many" besides. */
export function counted(stem: Counted<TextKey>, count: number, values: Values = {}): string {
  const key = `${stem}.${plural(count)}` as TextKey;
  return text(key in words.value.table ? key : (`${stem}.other` as TextKey), { count: figure(count), ...values });
}

/** A sentence with its {names} filled in. */
export function filled(sentence: string, values: Values): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

function figure(value: number): string {
  return format({}).format(value);
}

/** "GRU, LSTM and SimpleRNN" */
export function listed(parts: readonly string[]): string {
  return new Intl.ListFormat(language.value, { type: "conjunction" }).format(parts);
}

/** "GRU 98 %, LSTM 97 %" */
export function row(parts: readonly string[]): string {
  return parts.join(wide() ? "\u3001" : ", ");
}

export function sentences(parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(wide() ? "" : " ");
}

/** A title within a sentence. Where letters have no cases, those of other languages keep theirs. */
export function within(title: string): string {
  return wide() ? title : title.toLowerCase();
}

/** Chinese marks bring their own space. */
function wide(): boolean {
  return language.value === "zh";
}
