// The languages of the page: which there are, which a browser wants, and how one is fetched.

import { inEnglish, type Words } from "./text";

/** en-XA is for tests: English that is half as long again. */
export const LANGUAGES = ["en", "zh", "en-XA"] as const;
export type Language = (typeof LANGUAGES)[number];
/** As the lang attribute has it: a browser picks letters by it, and Chinese ones are not Japanese ones. */
export const TAGS: Readonly<Record<string, string>> = { zh: "zh-CN" };
/** What somebody chose, or what their browser asks for. */
export type Choice = Language | "browser";

export function wanted(choice: Choice, asked: readonly string[]): Language {
  if (choice !== "browser") return choice;
  const known = asked.map((one) => one.toLowerCase()).find((one) => /^(en|zh)\b/.test(one));
  return known?.startsWith("zh") ? "zh" : "en";
}

/** Fetched where it is not English. */
export async function wordsOf(chosen: Language): Promise<Words> {
  switch (chosen) {
    case "en":
      return inEnglish;
    case "zh":
      return (await import("./chinese/words")).chinese;
    case "en-XA":
      return (await import("./longer")).longer;
  }
}

