import { expect, test } from "vitest";
import type { Lesson, Step } from "../generated/types";
import { board, counts, subject } from "../panels/lesson/board";
import { choices } from "../panels/lesson/entrants";
import { isHidden } from "../setup/hiding";
import { readPlace, writePlace } from "../setup/lesson/address";
import { pack, unpack } from "../setup/lesson/packing";
import { calledIn } from "../setup/lesson/called";
import { stepSetup } from "../setup/lesson/setup";
import { readLink, writeLink } from "../setup/link";
import { plainSpec, presetSpec } from "../setup/spec";
import { variantKey, variants } from "../setup/variants";
import { closeLesson, newestRun, openLesson } from "../state/lessons";
import { raceWords } from "../state/starting";
import { nameOf, newest, shown, state } from "../state/store";
import { catalogue, exact, run } from "./world";

const world = catalogue();

function step(given: Partial<Step>): Step {
  return { title: "", html: "", set: {}, race: {}, look: "", charts: [], hide: null, predict: null, goal: null, names: {}, ...given };
}

function lesson(...steps: Partial<Step>[]): Lesson {
  const spec = { task: { name: "sums", digits: 3 }, architecture: { name: "reader", hidden: 8 }, training: { learning_rate: 0.01 } };
  return { name: "x", language: "en", title: "", text: "", place: null, minutes: 5, html: "", spec, steps: steps.map(step) };
}

test("a step finds all that was set before it, and only its own race", () => {
  const race = { "/architecture/cell": ["small", "large"] };
  const three = lesson({ set: { "/training/seed": 5 }, race, hide: ["/training"] }, { charts: ["exact"] }, { set: { "/architecture/hidden": 16 }, look: "answers", hide: [] });
  const first = stepSetup(world, three, 0);
  expect(first.spec.training).toEqual({ learning_rate: 0.01, seed: 5 });
  expect([first.vary, first.hide, first.look]).toEqual([race, ["/training"], ""]);
  expect(stepSetup(world, three, 1)).toMatchObject({ vary: {}, hide: ["/training"] });
  const last = stepSetup(world, three, 2);
  expect(last.spec).toEqual(presetSpec(world, { spec: { task: { name: "sums", digits: 3 }, architecture: { name: "reader", hidden: 16 }, training: { learning_rate: 0.01, seed: 5 } } }));
  expect([last.hide, last.look, last.charts]).toEqual([[], "answers", ["exact"]]);
});

test("another architecture begins with settings of its own, in whatever order they are told", () => {
  const change = lesson({}, { set: { "/architecture/sizes": [4], "/architecture/name": "dense" } });
  expect(stepSetup(world, change, 1).spec.architecture).toEqual({ name: "dense", sizes: [4] });
});

test("a lesson's place survives the address, and counts steps as people do", () => {
  const named = { name: "first steps", text: "", step: 2, due: false };
  expect(writePlace(named)).toBe("lesson=first%20steps&step=3");
  expect(readPlace(`#sums/reader&${writePlace(named)}`)).toEqual({ name: "first steps", text: "", step: 2 });
  expect(readPlace("#text=abc_-1")).toEqual({ name: "", text: "abc_-1", step: 0 });
  expect(readPlace("#sums/reader&training.seed=3")).toBeNull();
  expect(readPlace("#lesson=x&step=-9")?.step).toBe(0);
  expect(readLink(world, `#sums/reader&${writePlace(named)}`)?.unknown).toEqual([]);
});

test("what is out of sight survives the address; what is not known there is named", () => {
  const hidden = ["/training", "/architecture/cell", "race"];
  const link = writeLink(world, plainSpec(world, "sums"), {}, [...hidden, "/architecture/sizes"]);
  expect(link).toBe("#sums/reader&hide=training~architecture.cell~race");
  expect(readLink(world, link, ["race"])?.hide).toEqual(hidden);
  expect(readLink(world, "#sums/reader&hide=training~wings")).toMatchObject({ hide: ["/training"], unknown: ["wings"] });
  expect(isHidden(hidden, "/training/seed")).toBe(true);
  expect(isHidden(hidden, "/architecture/hidden")).toBe(false);
});

test("a lesson's text comes whole out of its packed form, and what is torn is refused", async () => {
  const text = "+++\ntitle = \"Größe 中\"\n+++\n".repeat(40);
  const packed = await pack(text);
  expect(packed).toMatch(/^[\w-]+$/);
  expect(packed.length).toBeLessThan(text.length / 4);
  expect(await unpack(packed)).toBe(text);
  await expect(unpack(packed.slice(0, packed.length / 2))).rejects.toThrow();
  await expect(unpack("%%%")).rejects.toThrow();
});

test("the variants of a race are its combinations, whatever the seeds", () => {
  const found = variants({ "/architecture/cell": ["small", "large"], "/training/seed": [0, 1], "/training/learning_rate": [0.1, 1] });
  expect(found.map(({ values }) => Object.values(values))).toEqual([["small", 0.1], ["small", 1], ["large", 0.1], ["large", 1]]);
  expect(variantKey({ "/training/seed": 1, "/training/learning_rate": 1, "/architecture/cell": "large" })).toBe(found[3]?.key);
  expect(variants({ "/training/seed": [0, 1] })).toHaveLength(1);
});

const sums = { task: { name: "sums", digits: 2 }, amount: "" };

test("the board ranks those who reached the goal by what they needed, and lists the others by how near they came", () => {
  const goal = { series: "exact", value: 0.9, fewest: "parameters" } as const;
  const scored = (id: string, score: number | null, parameters: number) => run(id, { test: score === null ? {} : { exact: score }, parameters });
  const other = { ...scored("elsewhere", 1, 1), spec: { task: { name: "sums", digits: 9 }, architecture: {}, training: {} } };
  const runs = [scored("large", 0.99, 900), scored("far", 0.2, 10), scored("small", 0.9, 300), scored("near", 0.874, 20), scored("none", null, 5), other];
  const found = board(runs, sums, goal, exact, () => undefined);
  expect(found.reached.map(({ run: one, needed }) => [one.id, needed])).toEqual([["small", 300], ["large", 900]]);
  expect(found.notYet.map(({ run: one, score }) => [one.id, score])).toEqual([["near", 0.874], ["far", 0.2]]);
});

test("a goal that is better lower is reached from above, and examples are counted by steps where no curve is known", () => {
  const goal = { series: "loss", value: 0.5, fewest: "examples" } as const;
  const one = run("a", { test: { loss: 0.4 }, step: 30 });
  one.spec.training = { batch_size: 8 };
  const two = run("b", { test: { loss: 0.6 } });
  const found = board([one, two], sums, goal, { better: "lower" }, () => undefined);
  expect(found.reached).toMatchObject([{ needed: 240 }]);
  expect(found.notYet).toMatchObject([{ score: 0.6 }]);
});

test("batches are steps of the optimiser, whatever their size", () => {
  const goal = { series: "exact", value: 0.9, fewest: "batches" } as const;
  const runs = [run("slow", { test: { exact: 0.99 }, step: 150 }), run("quick", { test: { exact: 0.9 }, step: 49 })];
  expect(board(runs, sums, goal, exact, () => undefined).reached.map(({ needed }) => needed)).toEqual([49, 150]);
});

test("where the fewest training examples win, runs with other numbers of them count, and no other task setting may differ", () => {
  const goal = { series: "exact", value: 0.9, fewest: "data" } as const;
  const [entry] = world.tasks;
  const properties = { digits: { type: "integer", default: 2 }, examples: { type: "integer", default: 5000, role: "amount of data" } };
  const wanted = subject(entry && { ...entry, settings: { properties } }, { name: "sums", digits: 2, examples: 5000 }, goal);
  const made = (id: string, task: Record<string, unknown>) => ({ ...run(id, { test: { exact: 0.9 } }), spec: { task: { name: "sums", ...task } } });
  const runs = [made("many", { digits: 2, examples: 900 }), made("few", { examples: 300, digits: 2 }), made("easier", { digits: 1, examples: 20 })];
  expect(board(runs, wanted, goal, exact, () => undefined).reached.map(({ needed }) => needed)).toEqual([300, 900]);
  expect(counts({ name: "sums", digits: 2, examples: 7 }, subject(entry, wanted.task, { ...goal, fewest: "examples" }))).toBe(false);
});

test("a lesson begins with empty charts and names of its own, and gives the old ones back", () => {
  state.catalogue.value = world;
  state.spec.value = plainSpec(world, "sums");
  const old = run("old", { rate: 0.5, created: "2025-01-01T00:00:00Z" });
  state.runs.value = new Map([[old.id, old]]);
  openLesson("any");
  expect([shown.value, newest.value, newestRun()]).toEqual([[], [], old.created]);
  const own = run("own", { created: "2025-01-01T00:00:01Z" });
  state.runs.value = new Map([...state.runs.value, [own.id, own]]);
  expect([shown.value, newest.value, nameOf("own")]).toEqual([[own], [own], "Reader"]);
  closeLesson();
  expect(shown.value).toEqual([old, own]);
  expect(nameOf("own")).not.toBe(nameOf("old"));
});

test("runs of a race are called as the lesson calls them, and as ever once it is closed", () => {
  const race = { "/architecture/hidden": [8, 64] };
  const named = lesson({ race, names: { "/architecture/hidden": ["thrifty", "lavish"] } }, { race, names: { "/architecture/hidden": ["few", "many"] } }, {});
  expect(calledIn(named, 0)).toEqual({ "/architecture/hidden": { 8: "thrifty", 64: "lavish" } });
  expect(calledIn(named, 2)).toEqual({ "/architecture/hidden": { 8: "few", 64: "many" } });
  state.catalogue.value = world;
  state.spec.value = plainSpec(world, "sums");
  const raced = [8, 64].map((hidden) => run(`with ${hidden}`, { race: "r", varied: { "/architecture/hidden": hidden } }));
  for (const one of raced) one.spec.architecture = { name: "reader", hidden: one.varied["/architecture/hidden"] };
  state.runs.value = new Map(raced.map((one) => [one.id, one]));
  const said = () => raced.map(({ id }) => nameOf(id));
  const plain = said();
  openLesson("any");
  state.teaching.lesson.value = named;
  state.vary.value = race;
  expect(said()).toEqual(["thrifty", "lavish"]);
  expect(choices(race).map(({ name }) => name)).toEqual(["thrifty", "lavish"]);
  expect(raceWords()).toContain("thrifty");
  closeLesson();
  expect(said()).toEqual(plain);
});
