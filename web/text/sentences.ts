// What the server says, in the language of the page: by its code, with its values. The English comes with it, and is shown
// where no table knows the code.

import { signal } from "@preact/signals";
import type { Wording } from "../generated/types";
import { percent, plain, whole } from "./numbers";
import { plural, row, within, words } from "./text";

/** One sentence, or a form of it for each plural of its value `count`. */
export type Template = string | Readonly<Record<string, string>>;
export type Value = Wording["values"][string];

/** By code, in the language of the page; the server has them. English has none: it comes worded. */
export const templates = signal<Readonly<Record<string, Template>>>({});

/** How a value is written; models/sentences.py has the same names. */
const FORMATS: Readonly<Record<string, (value: Value) => string>> = {
  "": (value) => (typeof value === "number" ? plain(value) : written(value)),
  whole: (value) => whole(Number(value)),
  rough: (value) => plain(Number(Number(value).toPrecision(2))),
  figure: (value) => plain(Number(Number(value).toPrecision(4))),
  percent: (value) => percent(Number(value)),
  within: (value) => within(written(value)),
  capital: (value) => written(value).replace(/^./u, (first) => first.toUpperCase()),
};

/** A plain string is from a person, from a library, or from a store of version 0.1.0. */
export function worded(one: Wording | string): string {
  if (typeof one === "string") return words.value.untranslated(one);
  const found = templates.value[one.code];
  const template = typeof found === "object" ? (found[plural(Number(one.values.count))] ?? found.other) : found;
  return template === undefined ? words.value.untranslated(one.text) : filled(template, one.values);
}

/** Of what came from the server, every text as a string. */
export type InWords<Came> = Came extends Wording ? string : Came extends object ? { [Key in keyof Came]: InWords<Came[Key]> } : Came;

export function inWords<Came>(came: Came): InWords<Came> {
  return put(came) as InWords<Came>;
}

function put(came: unknown): unknown {
  if (came === null || typeof came !== "object") return came;
  if (Array.isArray(came)) return came.map(put);
  if ("code" in came && "values" in came && "text" in came) return worded(came as Wording);
  return Object.fromEntries(Object.entries(came).map(([key, value]) => [key, put(value)]));
}

/** What is compared, and not shown: the same in every language. */
export function english(one: Wording | string): string {
  return typeof one === "string" ? one : one.text;
}

function filled(template: string, values: Wording["values"]): string {
  return template.replace(/\{(\w+)(?::(\w+))?\}/g, (whole, name: string, format = "") => {
    const value = values[name];
    return value === undefined ? whole : (FORMATS[format] ?? written)(value);
  });
}

function written(value: Value): string {
  if (Array.isArray(value)) return row(value.map(written));
  return typeof value === "number" ? plain(value) : worded(value);
}
