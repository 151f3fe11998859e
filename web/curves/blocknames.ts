// How networks from blocks are called beside one another: by the blocks in which they differ from the first of them. Pure.

import { INSIDE, wordsOf } from "../setup/blocks";
import { counted, text } from "../text/text";

/** "9 blocks" of the first; of the others "6: res(…)-plain", "without 3–4", "3: drop0.25". */
export function blocksName(value: string, first: string): string {
  const [base, own] = [wordsOf(first), wordsOf(value)];
  if (value === first) return counted("names.blocks", own.length);
  let from = 0;
  while (from < Math.min(base.length, own.length) && base[from] === own[from]) from++;
  let end = 0;
  while (end < Math.min(base.length, own.length) - from && base.at(-1 - end) === own.at(-1 - end)) end++;
  const [gone, come] = [base.slice(from, base.length - end), own.slice(from, own.length - end)];
  if (come.length === 0) return text("names.blocks.without", { places: places(from, gone.length) });
  if (gone.length !== come.length) return `${places(from, come.length)}: ${shortened(come)}`;
  return come
    .flatMap((word, place) => (word === gone[place] ? [] : [{ place: from + place, words: briefly(word, gone[place] ?? "") }]))
    .reduce<{ place: number; words: string; count: number }[]>((found, one) => {
      const last = found.at(-1);
      if (last?.words === one.words && last.place + last.count === one.place) last.count++;
      else found.push({ ...one, count: 1 });
      return found;
    }, [])
    .map(({ place, words, count }) => `${places(place, count)}: ${words}`)
    .join(", ");
}

function places(from: number, count: number): string {
  return count > 1 ? `${from + 1}–${from + count}` : String(from + 1);
}

function shortened(words: readonly string[]): string {
  return words.map((word) => briefly(word, word)).join(" ");
}

/** What a block holds goes without saying where it is what the other holds, or where it is long. */
function briefly(word: string, other: string): string {
  const [, head = "", held = "", tail = ""] = /^(\w+)\((.*)\)(.*)$/.exec(word) ?? [];
  const [, , before] = /^(\w+)\((.*)\)(.*)$/.exec(other) ?? [];
  return head !== "" && (held === before || held.split(INSIDE).length > 1) ? `${head}(…)${tail}` : word;
}
