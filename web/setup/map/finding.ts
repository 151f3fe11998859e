// Looking for cards: by name, year, author and effect, in every language that the page has.

import type { Card } from "./cards";

/** As it is compared: without case, accents and full-width forms. */
export function plainWords(words: string): string {
  return words.normalize("NFKD").replace(/\p{Mn}/gu, "").toLowerCase();
}

/** What a card is found by. */
export interface Words {
  title: string;
  /** Of the card itself. */
  own: string;
  /** Of the network that it trains. */
  network: string;
}

/** Words by ref; `others` are the same cards in other languages, `named` what an idea, a chapter or an effect is called in all of them. */
export function wordsOf(cards: readonly Card[], others: readonly (readonly Card[])[], named: (key: string) => string): Map<string, Words> {
  const said = new Map<string, Card[]>();
  for (const card of [...cards, ...others.flat()]) said.set(card.ref, [...(said.get(card.ref) ?? []), card]);
  return new Map(
    cards.map((card) => {
      const all = said.get(card.ref) ?? [card];
      const { place } = card;
      const codes = place === null ? [] : [`map.idea.${place.idea}`, ...place.chapters.map((one) => `map.chapter.${one}`), ...place.effects.map((one) => `map.effect.${one}`)];
      const sources = (of: readonly Card["sources"][number][]) => of.map(({ authors, year, title }) => `${authors} ${year} ${title}`);
      const own = [...all.map(({ text }) => text), card.name, ...codes.map(named), ...sources(place?.sources ?? []), ...(card.year ? [String(card.year)] : [])];
      return [card.ref, { title: plainWords(all.map(({ title }) => title).join(" · ")), own: plainWords(own.join(" · ")), network: plainWords(sources(card.sources).join(" · ")) }];
    }),
  );
}

/** Those that have every word of what is looked for, those first that have it in their titles; all where nothing is. */
export function found(cards: readonly Card[], words: ReadonlyMap<string, Words>, query: string): Card[] {
  const wanted = plainWords(query).split(/\s+/).filter((one) => one !== "");
  if (wanted.length === 0) return [...cards];
  const scored = cards.map((card) => ({ card, score: score(words.get(card.ref), wanted) }));
  return scored.filter(({ score }) => score > 0).sort((one, other) => other.score - one.score).map(({ card }) => card);
}

function score(words: Words | undefined, wanted: readonly string[]): number {
  if (words === undefined) return 0;
  const has = (place: string) => wanted.every((one) => place.includes(one));
  if (has(words.title)) return 3;
  if (has(`${words.title} ${words.own}`)) return 2;
  return has(`${words.title} ${words.own} ${words.network}`) ? 1 : 0;
}
