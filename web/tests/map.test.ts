import { describe, expect, test } from "vitest";
import schema from "../generated/schema.json";
import type { MapPlace } from "../generated/types";
import { readMap, writeMap } from "../setup/map/address";
import { type Card, cardsOf, groups, inLanguage, neighbours } from "../setup/map/cards";
import { found, plainWords, wordsOf } from "../setup/map/finding";
import { CHAPTERS, IDEAS, paths } from "../setup/map/order";
import { chinese } from "../text/chinese/words";
import { map as words } from "../text/english/map";
import { catalogue } from "./world";

function place(idea: MapPlace["idea"], more: Partial<MapPlace> = {}): MapPlace {
  return { idea, chapters: ["demos"], effects: [], sources: [], after: [], order: 0, ...more };
}

const LSTM = { authors: "Hochreiter and Schmidhuber", year: 1997, title: "Long short-term memory" };

function world(language = "en") {
  const whole = catalogue();
  const [reader, dense] = whole.architectures;
  const [sums, pictures] = whole.tasks;
  const [first] = whole.presets;
  const [slopes] = whole.laboratories;
  if (!reader || !dense || !sums || !pictures || !first || !slopes) throw new Error("the world is smaller than it was");
  reader.place = place("recurrence", { sources: [LSTM], after: ["architecture/dense"], effects: ["vanishing-gradient"] });
  dense.place = place("layers", { sources: [{ authors: "Rosenblatt", year: 1958, title: "The perceptron" }] });
  sums.place = place("recurrence");
  first.place = place("recurrence");
  slopes.place = place("layers", { chapters: ["demos", "classifiers"], effects: ["saturation"] });
  if (language === "zh") sums.title = "加法";
  const lesson = { language: "en", text: "", minutes: 5, task: "sums", architecture: "reader", laboratories: [], challenge: false };
  whole.lessons = [
    { ...lesson, name: "second", title: "Second", place: place("recurrence", { order: 2 }), laboratories: ["slopes"] },
    { ...lesson, name: "once", title: "Once", place: place("layers", { order: 1 }) },
    { ...lesson, name: "once", language: "zh", title: "第一课", place: place("layers", { order: 1 }) },
  ];
  return whole;
}

const cards = cardsOf(world(), "en");
const named = (key: string) => [words[key as keyof typeof words] ?? "", chinese.table[key as keyof typeof chinese.table] ?? ""].join(" · ");
const said = wordsOf(cards, [cardsOf(world("zh"), "zh")], named);
const refs = (some: readonly Card[]) => some.map(({ ref }) => ref);

describe("finding", () => {
  test("by name, year, author and effect, in the languages of the page, whatever is spoken now", () => {
    for (const [query, ref] of [["Sums", "task/sums"], ["加法", "task/sums"], ["第一课", "lesson/once"], ["1958", "architecture/dense"], ["rosenblatt perceptron", "architecture/dense"], ["vanishing gradient", "architecture/reader"], ["梯度消失", "architecture/reader"], ["饱和", "laboratory/slopes"]] as const)
      expect([query, refs(found(cards, said, query))[0]]).toEqual([query, ref]);
  });

  test("what cites somebody itself comes before what trains a network that does", () => {
    const hochreiter = refs(found(cards, said, "Hochreiter 1997"));
    expect(hochreiter[0]).toBe("architecture/reader");
    expect(hochreiter).toEqual(expect.arrayContaining(["preset/first", "lesson/second"]));
    expect(hochreiter).not.toContain("architecture/dense");
  });

  test("every word is wanted, and nothing finds all", () => {
    expect(found(cards, said, "hochreiter 1958")).toEqual([]);
    expect(refs(found(cards, said, "  "))).toEqual(refs(cards));
  });

  test("case, accents and full-width letters make no difference", () => {
    expect(plainWords("Prüfung ＡＢＣ")).toBe("prufung abc");
  });
});

describe("groups", () => {
  test("by idea in the order of the ideas; what has no place comes last", () => {
    expect(groups(cards, "idea", IDEAS).map(({ name, cards: members }) => [name, refs(members)])).toEqual([
      ["layers", ["laboratory/slopes", "architecture/dense", "lesson/once"]],
      ["recurrence", ["task/sums", "architecture/reader", "preset/first", "lesson/second"]],
      ["", ["task/pictures"]],
    ]);
  });

  test("a chapter begins with its path of lessons; a card stands in each of its chapters", () => {
    const [demos, classifiers] = groups(cards, "chapter", CHAPTERS);
    expect(refs(demos?.cards ?? []).slice(0, 2)).toEqual(["lesson/once", "lesson/second"]);
    expect([classifiers?.name, refs(classifiers?.cards ?? [])]).toEqual(["classifiers", ["laboratory/slopes"]]);
  });

  test("ideas and chapters are those of the server, none left out", () => {
    const { idea, chapters } = schema.$defs.MapPlace.properties;
    expect([...IDEAS]).toEqual(idea.enum);
    expect([...CHAPTERS]).toEqual(chapters.items.enum);
    for (const name of IDEAS) expect(words).toHaveProperty([`map.idea.${name}`]);
    for (const name of CHAPTERS) expect(words).toHaveProperty([`map.chapter.${name}`]);
    for (const name of schema.$defs.MapPlace.properties.effects.items.enum) expect(words).toHaveProperty([`map.effect.${name}`]);
  });
});

test("before and after: what the files say, the path of a chapter, a preset's network, a lesson's laboratory", () => {
  const around = neighbours(cards);
  const of = (ref: string) => ({ before: refs(around.get(ref)?.before ?? []), after: refs(around.get(ref)?.after ?? []) });
  expect(of("architecture/reader")).toEqual({ before: ["architecture/dense"], after: ["preset/first"] });
  expect(of("lesson/second")).toEqual({ before: ["laboratory/slopes", "lesson/once"], after: [] });
  expect(of("lesson/once")).toEqual({ before: [], after: ["lesson/second"] });
  expect(of("laboratory/slopes").after).toEqual(["lesson/second"]);
});

test("a lesson is one card, in the language of the page where it is there in it", () => {
  expect(inLanguage(world().lessons, "zh").map(({ title }) => title)).toEqual(["Second", "第一课"]);
  expect(cards.filter(({ sort }) => sort === "lesson").map(({ title }) => title)).toEqual(["Second", "Once"]);
});

test("the link of the map comes back as it was, and bent ones are read too", () => {
  for (const one of [{ by: "idea", only: "all", find: "" }, { by: "chapter", only: "lesson", find: "注意力 & co" }] as const) expect(readMap(writeMap(one))).toEqual(one);
  expect(writeMap({ by: "idea", only: "all", find: "" })).toBe("#map");
  expect(readMap("#Map,")).toEqual({ by: "idea", only: "all", find: "" });
  expect(readMap("#map&by=colour")?.by).toBe("idea");
  expect(readMap("#addition/recurrent")).toBeNull();
});

test("the gallery has a path through each chapter, and what stands in none comes last", () => {
  const at = (name: string, chapter: MapPlace["chapters"][number] | null, order = 0) => ({ name, place: chapter && place("layers", { chapters: [chapter], order }) });
  const found = paths([at("own", null), at("b", "demos", 2), at("far", "further", 1), at("a", "demos", 1), at("also", "demos", 2)]);
  expect(found.map(({ chapter, lessons }) => [chapter, lessons.map(({ name }) => name)])).toEqual([
    ["demos", ["a", "b", "also"]],
    ["further", ["far"]],
    ["", ["own"]],
  ]);
});
