import { expect, test } from "vitest";
import { families } from "../setup/families";

const known = (["dense", "memory", "", "recurrent"] as const).flatMap((family) => [1, 2, 3].map((place) => ({ name: `${family}${place}`, title: `Net ${place}`, family })));
const names = known.map(({ name }) => name);

test("a few architectures stand in one list without headings", () => {
  expect(families(names.slice(0, 8), known)).toEqual([{ family: null, entries: known.slice(0, 8) }]);
  expect(families([], known)).toEqual([{ family: null, entries: [] }]);
});

test("many stand under their families, best known first, and those of none last", () => {
  const found = families([...names].reverse(), known);
  expect(found.map(({ family }) => family)).toEqual(["recurrent", "memory", "dense", ""]);
  expect(found[0]?.entries).toEqual([3, 2, 1].map((place) => ({ name: `recurrent${place}`, title: `Net ${place}` })));
});

test("many of one family need no heading, and one that the catalogue does not know is shown by its name", () => {
  const nine = Array.from({ length: 9 }, (_, place) => ({ name: `n${place}`, title: `N ${place}`, family: "dense" as const }));
  expect(families(nine.map(({ name }) => name), nine)).toHaveLength(1);
  expect(families(["gone"], [])[0]?.entries).toMatchObject([{ name: "gone", title: "gone" }]);
});
