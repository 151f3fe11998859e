// The languages of the page: each is a folder here, found by its language.ts. Which a browser wants, and how one is fetched.

import { english } from "./en";
import { inEnglish, type Table, type Words } from "./text";

/** As the lang attribute has it: a browser picks letters by it, and Chinese ones are not Japanese ones. */
export interface Named {
  code: string;
  /** In the language itself. */
  name: string;
  tag: string;
  /** Whether tests hold it to have everything; one that has not is there for whoever chooses it. */
  complete: boolean;
}

const ENGLISH: Named = { code: "en", name: "English", tag: "en", complete: true };
/** For tests: English that is half as long again. */
const LONGER = "en-XA";

const modules = import.meta.glob<{ language: Named }>("./*/language.ts", { eager: true });
const fetched = import.meta.glob<{ words: Words }>("./*/words.ts");

export const NAMED: readonly Named[] = [ENGLISH, ...Object.values(modules).map(({ language }) => language)];
export const LANGUAGES: readonly string[] = [...NAMED.map(({ code }) => code), LONGER];
export type Language = string;
export const TAGS: Readonly<Record<string, string>> = Object.fromEntries(NAMED.map(({ code, tag }) => [code, tag]));
/** What somebody chose, or "browser": what their browser asks for. */
export type Choice = string;

export function wanted(choice: Choice, asked: readonly string[]): Language {
  if (choice !== "browser") return choice;
  const whole = NAMED.filter(({ complete }) => complete).map(({ code }) => code);
  const codes = asked.map((one) => one.toLowerCase().split("-", 1)[0] ?? "");
  return codes.find((code) => whole.includes(code)) ?? "en";
}

/** What the server says it in, where it can. */
export function ofServer(language: Language): Language {
  return language === LONGER ? "en" : language;
}

/** Fetched where it is not English. */
export async function wordsOf(chosen: Language): Promise<Words> {
  if (chosen === LONGER) return (await import("./longer")).longer;
  const folder = Object.keys(modules).find((path) => modules[path]?.language.code === chosen);
  const load = folder && fetched[folder.replace("language.ts", "words.ts")];
  return load ? (await load()).words : inEnglish;
}

/** A language of which some is still missing: that is said in English, also what is fetched later. */
export function inEnglishElse(some: Partial<Table>): Words {
  return { ...inEnglish, table: Object.setPrototypeOf({ ...some }, english) as Table };
}
