// Everything that the catalogue has, as cards: what each is about, what it can be found by, what comes before and after it.

import type { Catalogue, MapPlace as Standing } from "../../generated/types";

export const SORTS = ["laboratory", "task", "architecture", "preset", "lesson"] as const;
export type Sort = (typeof SORTS)[number];
export type Source = Standing["sources"][number];

export interface Card {
  /** "architecture/lenet" */
  ref: string;
  sort: Sort;
  name: string;
  title: string;
  text: string;
  /** Null of what people brought themselves. */
  place: Standing | null;
  /** Its own; of a preset or a lesson those of the network that it trains. */
  sources: readonly Source[];
  /** Of what came out of one year, when; else 0. */
  year: number;
  /** Names of the task and the network that are trained there; empty of a laboratory. */
  trains: { task: string; architecture: string };
  /** Of a lesson. */
  minutes: number;
  challenge: boolean;
  /** Those that a lesson leads to. */
  laboratories: readonly string[];
}

const NOTHING = { task: "", architecture: "" };

/** In the language of the page; a lesson once, in that language where it is there in it. */
export function cardsOf(catalogue: Catalogue, language: string): Card[] {
  const sourcesOf = new Map(catalogue.architectures.map(({ name, place }) => [name, place?.sources ?? []]));
  const plain = { minutes: 0, challenge: false, year: 0, laboratories: [] };
  const entry = (sort: Sort, one: { name: string; title: string; text: string; place: Standing | null }) => ({
    ...plain, ref: `${sort}/${one.name}`, sort, name: one.name, title: one.title, text: one.text, place: one.place, sources: one.place?.sources ?? [], trains: NOTHING,
  });
  return [
    ...catalogue.laboratories.map((one) => entry("laboratory", one)),
    ...catalogue.tasks.map((one) => ({ ...entry("task", one), trains: { task: one.name, architecture: one.architectures[0] ?? "" } })),
    ...catalogue.architectures.map((one) => ({ ...entry("architecture", one), year: one.year ?? latest(one.place?.sources), trains: { task: "", architecture: one.name } })),
    ...catalogue.presets.map((one) => {
      const trains = namesIn(one.spec);
      return { ...entry("preset", one), sources: sourcesOf.get(trains.architecture) ?? [], trains };
    }),
    ...inLanguage(catalogue.lessons, language).map((one) => ({
      ...entry("lesson", one), minutes: one.minutes, challenge: one.challenge, laboratories: one.laboratories,
      sources: sourcesOf.get(one.architecture) ?? [], trains: { task: one.task, architecture: one.architecture },
    })),
  ];
}

function latest(sources: readonly Source[] = []): number {
  return Math.max(0, ...sources.map(({ year }) => year));
}

function namesIn(spec: Record<string, unknown>): Card["trains"] {
  const named = (part: string) => String((spec[part] as { name?: unknown } | undefined)?.name ?? "");
  return { task: named("task"), architecture: named("architecture") };
}

/** Each lesson once: in the page's language where there is one. */
export function inLanguage<Entry extends { name: string; language: string }>(lessons: readonly Entry[], wanted: string): Entry[] {
  const found = new Map<string, Entry>();
  for (const lesson of lessons) if (!found.has(lesson.name) || lesson.language === wanted) found.set(lesson.name, lesson);
  return [...found.values()];
}

export interface Group {
  /** An idea or a chapter; "" of what people brought themselves. */
  name: string;
  cards: Card[];
}

/** By the idea of each card, or by its chapters, in which a card may stand more than once: there lessons lead, in their order. */
export function groups(cards: readonly Card[], by: "idea" | "chapter", order: readonly string[]): Group[] {
  const found = new Map<string, Card[]>([...order, ""].map((name) => [name, []]));
  for (const card of cards) {
    const names = card.place === null ? [""] : by === "idea" ? [card.place.idea] : card.place.chapters;
    for (const name of names) found.set(name, [...(found.get(name) ?? []), card]);
  }
  const sorted = (members: Card[]) => members.sort(by === "idea" ? byYear : byPath);
  return [...found].filter(([, members]) => members.length > 0).map(([name, members]) => ({ name, cards: sorted(members) }));
}

function byYear(one: Card, other: Card): number {
  return rank(one) - rank(other) || one.year - other.year || inPath(one, other);
}

function byPath(one: Card, other: Card): number {
  return Number(other.sort === "lesson") - Number(one.sort === "lesson") || inPath(one, other) || byYear(one, other);
}

function rank({ sort }: Card): number {
  return SORTS.indexOf(sort);
}

function inPath(one: Card, other: Card): number {
  return (one.place?.order ?? 0) - (other.place?.order ?? 0);
}

export interface Neighbours {
  before: Card[];
  after: Card[];
}

/** What comes before each card and after it, by ref: of lessons their path and their laboratories, of presets their
 * network, else what the files say.
 */
export function neighbours(cards: readonly Card[]): Map<string, Neighbours> {
  const byRef = new Map(cards.map((card) => [card.ref, card]));
  const found = new Map<string, Neighbours>(cards.map(({ ref }) => [ref, { before: [], after: [] }]));
  const join = (before: Card | undefined, after: Card) => {
    if (before === undefined) return;
    found.get(after.ref)?.before.push(before);
    found.get(before.ref)?.after.push(after);
  };
  for (const card of cards) {
    for (const ref of card.place?.after ?? []) join(byRef.get(ref), card);
    for (const name of card.laboratories) join(byRef.get(`laboratory/${name}`), card);
    if (card.sort === "preset") join(byRef.get(`architecture/${card.trains.architecture}`), card);
  }
  const paths = new Map<string, Card[]>();
  for (const card of cards) {
    const chapter = card.sort === "lesson" ? card.place?.chapters[0] : undefined;
    if (chapter) paths.set(chapter, [...(paths.get(chapter) ?? []), card]);
  }
  for (const path of paths.values()) path.sort(inPath).forEach((card, place) => join(path[place - 1], card));
  return found;
}
