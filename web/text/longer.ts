// English with each text half as long again, and accents so that it can be seen: what breaks no layout here breaks none in
// German. What is in {brackets} stays as it is.

import type { Catalogue } from "../generated/types";
import "./blocks";
import "./building";
import "./codes";
import "./data";
import "./embedding";
import "./fetching";
import "./filming";
import "./laboratory";
import "./lessons";
import "./map";
import "./offline";
import "./capsules";
import "./captions";
import "./convolved";
import "./hops";
import "./passages";
import "./printed";
import "./reporting";
import "./step";
import "./tape";
import { english } from "./en";
import type { Table, Words } from "./text";

const ACCENTS: Record<string, string> = { a: "á", e: "é", i: "í", o: "ó", u: "ú", A: "Á", E: "É", I: "Í", O: "Ó", U: "Ú" };

export function grown(words: string): string {
  return words.replace(/\{[^}]*\}|[^{]+/g, (part) => (part.startsWith("{") ? part : accented(part)));
}

/** Every second letter is said twice: words grow as those of another language do, and can still be broken at spaces. */
function accented(part: string): string {
  let letters = 0;
  return part.replace(/[a-z]/gi, (letter) => (++letters % 2 === 1 ? (ACCENTS[letter] ?? letter).repeat(2) : (ACCENTS[letter] ?? letter)));
}

const table = Object.fromEntries(Object.entries(english).map(([key, words]) => [key, grown(words)])) as Table;

export const longer: Words = { table, catalogue: grownCatalogue, untranslated: grown };

/** Keys of the catalogue whose strings are shown. */
const SHOWN: ReadonlySet<string> = new Set(["title", "text", "description", "group", "unit", "guess", "missing"]);

function grownCatalogue(catalogue: Catalogue): Catalogue {
  return { ...(grownIn(catalogue) as Catalogue), lessons: catalogue.lessons };
}

function grownIn(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(grownIn);
  if (node === null || typeof node !== "object") return node;
  const found = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, typeof value === "string" && SHOWN.has(key) ? grown(value) : grownIn(value)]));
  if (!Array.isArray(found.enum)) return found;
  const names = (found.names ?? {}) as Record<string, string>;
  return { ...found, names: Object.fromEntries(found.enum.map((value) => [value, grown(names[value] ?? String(value))])) };
}
