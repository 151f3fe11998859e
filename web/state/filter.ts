// Which runs are meant by a few words. Pure.

/** What a run can be found by. */
export interface Findable {
  /** Its name, its state, its note. */
  texts: readonly string[];
  settings: readonly { title: string; value: unknown; said: string }[];
}

/** Every word must be found somewhere; a number behind the name of a setting is the value of that setting. */
export function matches({ texts, settings }: Findable, query: string): boolean {
  const words = wordsOf(query);
  const found = [...texts, ...settings.map(({ said }) => said)].map((text) => text.toLowerCase());
  return words.every((word, place) => {
    if (!numeric(word)) return found.some((text) => text.includes(word));
    const before = words[place - 1] ?? "";
    const named = settings.filter(({ title }) => before !== "" && !numeric(before) && title.toLowerCase().includes(before));
    if (named.length > 0) return named.some(({ value }) => has(value, Number(word)));
    return settings.some(({ value }) => has(value, Number(word))) || found.some((text) => wordsOf(text).includes(word));
  });
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().split(/[\s,;·，、；：]+/).filter(Boolean);
}

function numeric(word: string): boolean {
  return Number.isFinite(Number(word));
}

function has(value: unknown, number: number): boolean {
  return Array.isArray(value) ? value.includes(number) : value === number;
}
