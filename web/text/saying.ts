// Sentences that the server says in English, in another language: by what they are, with what they name in {brackets}.

import { filled } from "./text";

/** A layer by the parts that it lies in: "generator.conv1". */
const PATH = /^[a-z]\w*(\.[a-z]\w*)+$/;

interface Pattern {
  matches: RegExp;
  names: string[];
  words: string;
  /** Letters that are no names: the more, the better it knows what it matches. */
  fixed: number;
}

/** What is named is looked up too, but {number}s, which are figures. What nobody has translated stays in English. */
export function sayer(patterns: Readonly<Record<string, string>>): (english: string) => string {
  const open = Object.entries(patterns).filter(([english]) => english.includes("{")).map(pattern).sort((one, other) => other.fixed - one.fixed);
  const closed = new Map(Object.entries(patterns).map(([english, words]) => [english.toLowerCase(), words]));
  const say = (english: string): string => {
    if (PATH.test(english)) return english.split(".").map(say).join(" · ");
    // Titles within sentences are written small.
    const known = patterns[english] ?? closed.get(english);
    if (known !== undefined) return known;
    for (const { matches, names, words } of open) {
      const found = matches.exec(english);
      if (found) return filled(words, Object.fromEntries(names.map((name, place) => [name, say(found[place + 1] ?? "")])));
    }
    return english;
  };
  return say;
}

function pattern([english, words]: [string, string]): Pattern {
  const names: string[] = [];
  const source = english.split(/\{(\w+)\}/).map((part, place) => {
    if (place % 2 === 0) return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    names.push(part);
    return part === "number" ? "(\\d+)" : "(.+?)";
  });
  return { matches: new RegExp(`^${source.join("")}$`, "s"), names, words, fixed: english.replace(/\{\w+\}/g, "").length };
}
