import { expect, test } from "vitest";
import { matching } from "../panels/keys/Glossary";
import { glossary } from "../text/english/glossary";

test("every term has a name of its own and a sentence", () => {
  const names = Object.values(glossary).map(([term]) => term);
  expect(new Set(names).size).toBe(names.length);
  for (const [, meaning] of Object.values(glossary)) expect(meaning).toMatch(/^[A-Z].{20,}[.]$/);
});

test("terms stand by the alphabet, those that are called so first", () => {
  const all = matching(glossary, "", "en").map(([term]) => term);
  expect(all).toEqual([...all].sort((one, other) => one.localeCompare(other, "en")));
  const found = matching(glossary, "gate", "en").map(([term]) => term);
  expect(found[0]).toBe("Gate");
  expect(found).toContain("GRU");
  expect(matching(glossary, "zebra", "en")).toEqual([]);
});
