import { expect, test } from "vitest";
import { added, calledTwice, type Draft, EMPTY, isDraft, moved, raceNames, says, type Shown, without, withStep } from "../setup/lesson/draft";
import { markdown, toml } from "../setup/lesson/markdown";
import { plainSpec, withValue } from "../setup/spec";
import { catalogue } from "./world";

const world = catalogue();
const plain = plainSpec(world, "sums", "reader");
const shown: Shown = { spec: withValue(plain, "/training/learning_rate", 0.003), vary: {}, look: "answers", charts: [], hide: [] };

const usual = (_: string, value: unknown) => String(value);

function draft(...steps: Shown[]): Draft {
  const many = steps.reduce(added, { ...EMPTY, title: 'On "sums"', text: "Two\nlines.", opening: "Hello." });
  return steps.reduce((before, _, at) => withStep(before, at, { title: `Step ${at + 1}` }), many);
}

test("a step says only what differs from the one before it", () => {
  const race = { "/architecture/cell": ["small", "large"] };
  const two = draft(shown, { ...shown, spec: withValue(shown.spec, "/architecture/hidden", 8), vary: race, hide: ["/training"] }, { ...shown, look: "ask" });
  expect(says(two, 0)).toEqual({ set: {}, race: {}, look: "answers", charts: [], hide: null });
  expect(says(two, 1)).toEqual({ set: { "/architecture/hidden": 8 }, race, look: "", charts: [], hide: ["/training"] });
  expect(says(two, 2)).toEqual({ set: { "/architecture/hidden": 128 }, race: {}, look: "ask", charts: [], hide: [] });
});

test("another task is told with all its settings", () => {
  const other = plainSpec(world, "pictures");
  expect(says(draft(shown, { ...shown, spec: { ...other, training: shown.spec.training } }), 1).set).toEqual({
    "/task/name": "pictures",
    "/architecture/name": "dense",
    "/architecture/sizes": [16],
  });
});

test("the file holds what was chosen, and no more", () => {
  const asked = withStep(draft(shown, { ...shown, charts: ["exact"] }), 1, {
    prose: "## Loud\nText.",
    predict: { question: "Who?", series: "exact", by: "first", value: 0.5 },
    goal: { series: "exact", value: 0.9, fewest: "epochs" },
  });
  expect(markdown(asked, plain, usual)).toBe(`+++
title = "On \\"sums\\""
text = "Two lines."
minutes = 10

[task]
name = "sums"

[architecture]
name = "reader"

[training]
learning_rate = 0.003
+++

Hello.

## Step 1
\`\`\`step
look = "answers"
\`\`\`

## Step 2
\`\`\`step
charts = ["exact"]
predict = { question = "Who?", series = "exact", by = "first", value = 0.5 }
goal = { series = "exact", value = 0.9, fewest = "epochs" }
\`\`\`
### Loud
Text.
`);
});

test("values are written as TOML reads them", () => {
  expect(toml({ "/a/b": [1, 0.5, 1e-7], on: true, words: "tab\tquote\" \u007f" })).toBe('{ "/a/b" = [1, 0.5, 1e-7], on = true, words = "tab\\tquote\\" \\u007f" }');
});

test("values that race are called by the lesson's words, in the order of the race", () => {
  const vary = { "/architecture/hidden": [8, 2], "/training/seed": [1, 2] };
  const racing = draft({ ...shown, vary });
  expect(markdown(racing, plain, usual)).toContain('race = { "/architecture/hidden" = [8, 2], "/training/seed" = [1, 2] }');
  const called = { "/architecture/hidden": { "8": " 16 units ", "7": "of another race" }, "/training/seed": { "1": "never" } };
  const named = withStep(racing, 0, { called });
  expect(raceNames(named.steps[0]!, (_, value) => `${value as number} units`)).toEqual({ "/architecture/hidden": ["16 units", "2 units"] });
  expect(markdown(named, plain, usual)).toContain('race = { "/architecture/hidden" = { "16 units" = 8, 2 = 2 }, "/training/seed" = [1, 2] }');
  const figures = withStep(racing, 0, { called: { "/architecture/hidden": { "8": "9", "2": "1" } } });
  expect(markdown(figures, plain, usual)).toContain('{ 9 = 8, 1 = 2 }');
  expect([calledTwice(["few", "many"]), calledTwice(["few", "many", "few"])]).toEqual([undefined, "few"]);
});

test("steps move and go", () => {
  const three = draft(shown, shown, shown);
  const titles = (one: Draft) => one.steps.map(({ title }) => title.slice(-1)).join("");
  expect([titles(moved(three, 0, 1)), titles(moved(three, 2, -1)), titles(without(three, 1))]).toEqual(["213", "132", "13"]);
});

test("what was kept and is no draft any more is not taken for one", () => {
  expect(isDraft(JSON.parse(JSON.stringify(draft(shown))))).toBe(true);
  for (const other of [null, 3, {}, { ...EMPTY, steps: [{}] }, { ...EMPTY, steps: [null] }]) expect(isDraft(other)).toBe(false);
});
