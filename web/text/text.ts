// Every sentence for people, by key. Another language is another table of the same keys.

import { computed, signal } from "@preact/signals";
import { english } from "./en";

export type TextKey = keyof typeof english;
export type Table = Record<TextKey, string>;
type Values = Record<string, string | number>;
/** "runs" where the table has "runs.one" and "runs.other". */
type Counted<Key> = Key extends `${infer Stem}.other` ? Stem : never;

export const table = signal<Table>(english);
export const language = signal("en");
/** Texts of schemas in other languages, by path such as `architectures.recurrent.cell.title`. English is in the schema. */
export const schemaTable = signal<Readonly<Record<string, string>>>({});

/** Making one takes longer than using it a hundred times. */
const formats = new Map<string, Intl.NumberFormat>();
const plurals = computed(() => new Intl.PluralRules(language.value));

export function format(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = language.value + JSON.stringify(options);
  const found = formats.get(key) ?? new Intl.NumberFormat(language.value, options);
  formats.set(key, found);
  return found;
}

export function text(key: TextKey, values: Values = {}): string {
  return filled(table.value[key], values);
}

export function counted(stem: Counted<TextKey>, count: number, values: Values = {}): string {
  const form = plurals.value.select(count) === "one" ? "one" : "other";
  return text(`${stem}.${form}` as TextKey, { count: figure(count), ...values });
}

export function schemaText(path: string, english: string): string {
  return schemaTable.value[path] ?? english;
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
