import { expect, test } from "vitest";
import type { Plan, Problem } from "../generated/types";
import { Refusal } from "../http/http";
import { returned, yielded } from "../setup/adjusting";
import { controls } from "../setup/controls";
import { sections } from "../setup/sections";
import type { Spec } from "../setup/spec";
import { setUp, set } from "../state/actions";
import { heed, touch } from "../state/planned";
import { answered, planner } from "../state/planning";
import { measuredSeries, state } from "../state/store";
import { toasts } from "../state/toasts";
import { catalogue, wording } from "./world";

const task = controls(
  {
    properties: {
      digits: { type: "integer", default: 2, minimum: 1, maximum: 5, title: "Digits" },
      examples: { type: "integer", default: 5000, minimum: 20, maximum: 200_000, title: "Examples" },
    },
  },
  "task",
);
const spec = (digits: number, examples: number): Spec => ({ task: { name: "sums", digits, examples }, architecture: { name: "reader" }, training: {} });
const refusal = (field: string, nearest: unknown): Problem => ({ type: "", title: "", status: 422, detail: "There are only 55 sums.", code: "", values: {}, field, came: 5000, allowed: null, nearest });

test("a setting that another one leaves no room for gives way to the nearest that works", () => {
  const adjusted = yielded(spec(1, 5000), refusal("/task/examples", 55), "/task/digits", task, {});
  expect(adjusted?.spec.task).toEqual({ name: "sums", digits: 1, examples: 55 });
  expect(adjusted?.displaced).toEqual({ "/task/examples": { wanted: 5000, put: 55 } });
});

test("the setting that somebody is moving does not change under the hand", () => {
  expect(yielded(spec(1, 5000), refusal("/task/examples", 55), "/task/examples", task, {})).toBeNull();
});

test("a refusal without a value that works changes nothing", () => {
  for (const nearest of [null, "many", 3]) expect(yielded(spec(1, 5000), refusal("/task/examples", nearest), "", task, {})).toBeNull();
  expect(yielded(spec(1, 5000), refusal("/task/unheard", 55), "", task, {})).toBeNull();
});

test("what gave way comes back as far as there is room again, and not once it was moved by hand", () => {
  const displaced = { "/task/examples": { wanted: 8000, put: 55 } };
  const some = returned(spec(2, 55), { "/task/examples": { maximum: 5050 } }, task, displaced);
  expect(some).toMatchObject({ value: 5050, displaced: { "/task/examples": { wanted: 8000, put: 5050 } } });
  const all = returned(spec(3, 5050), { "/task/examples": { maximum: 200_000 } }, task, some?.displaced ?? {});
  expect(all).toMatchObject({ value: 8000, displaced: {} });
  expect(returned(spec(2, 40), { "/task/examples": { maximum: 5050 } }, task, displaced)).toBeNull();
  expect(returned(spec(1, 55), { "/task/examples": { maximum: 55 } }, task, displaced)).toBeNull();
});

test("giving way is said in one sentence, and two settings that refuse each other end in the refusal", () => {
  const world = catalogue();
  state.catalogue.value = world;
  setUp({ task: { name: "sums", digits: 4 }, architecture: { name: "reader", hidden: 128 }, training: {} }, {});
  toasts.value = [];
  set("/architecture/hidden", 64);
  heed(state.spec.value, { problem: refusal("/task/digits", 2) });
  expect(state.spec.value.task.digits).toBe(2);
  expect(state.problem.value).toBeNull();
  expect(toasts.value.map(({ words }) => words)).toEqual(["There are only 55 sums, so Digits is now 2."]);
  for (let turn = 0; turn < 9; turn++) heed(state.spec.value, { problem: refusal("/task/digits", 3 + (turn % 2)) });
  expect(state.problem.value?.field).toBe("/task/digits");
  expect(toasts.value).toHaveLength(1);
  touch("");
});

test("what was moved by hand is not put back, also where it is moved to what it gave way to", () => {
  state.catalogue.value = catalogue();
  setUp({ task: { name: "sums", digits: 4 }, architecture: { name: "reader", hidden: 128 }, training: {} }, {});
  heed(state.spec.value, { problem: refusal("/task/digits", 1) });
  set("/task/digits", 2);
  set("/task/digits", 1);
  heed(state.spec.value, { plan: { bounds: {} } as Plan, problem: null });
  expect(state.spec.value.task.digits).toBe(1);
});

test("bounds of other data than those of now are forgotten when their own are refused", () => {
  const world = catalogue();
  const task = world.tasks[0];
  const field = { type: "string", format: "data", form: "table", default: "", maxLength: 64, title: "Table" };
  const digits = { type: "integer", default: 2, minimum: 1, maximum: 5, title: "Digits" };
  if (task) task.settings = { properties: { data: field, digits } };
  state.catalogue.value = world;
  setUp({ task: { name: "sums", data: "", digits: 2 }, architecture: { name: "reader", hidden: 128 }, training: {} }, {});
  const plan = { bounds: { "/task/digits": { maximum: 2 }, "/architecture/hidden": { maximum: 9 } } } as Partial<Plan> as Plan;
  heed(state.spec.value, { plan, problem: null });
  set("/task/digits", 1);
  heed(state.spec.value, { problem: refusal("/task/digits", null) });
  expect(state.plan.value?.bounds).toEqual(plan.bounds);
  set("/task/data", "ab".repeat(32));
  heed(state.spec.value, { problem: refusal("/task/digits", null) });
  expect(state.plan.value?.bounds).toEqual({ "/architecture/hidden": { maximum: 9 } });
});

test("a series that the plan says there will be no points of is not offered", () => {
  state.catalogue.value = catalogue();
  setUp({ task: { name: "sums" }, architecture: { name: "reader" }, training: {} }, {});
  expect(Object.keys(measuredSeries.value)).toEqual(["loss", "exact"]);
  heed(state.spec.value, { plan: { bounds: {}, series: ["loss"] } as Partial<Plan> as Plan, problem: null });
  expect(Object.keys(measuredSeries.value)).toEqual(["loss"]);
});

test("one plan is asked for at a time, and the next is for the latest settings", async () => {
  const asked: { spec: unknown; give: (plan: Plan) => void; refuse: (error: Error) => void }[] = [];
  const heard: unknown[] = [];
  const ask = (wanted: unknown) => new Promise<Plan>((give, refuse) => asked.push({ spec: wanted, give, refuse }));
  const plan = planner<string>((of, answer) => heard.push([of, answer.problem?.status ?? "plan"]), ask);
  for (const one of ["a", "b", "c"]) plan(one);
  expect(asked.map((one) => one.spec)).toEqual(["a"]);
  asked[0]?.give({} as Plan);
  await new Promise((later) => setTimeout(later));
  expect(asked.map((one) => one.spec)).toEqual(["a", "c"]);
  asked[1]?.refuse(new Refusal(refusal("", null)));
  await new Promise((later) => setTimeout(later));
  expect(heard).toEqual([["a", "plan"], ["c", 422]]);
  plan("d");
  expect(asked).toHaveLength(3);
});

test("a plan for which there is no memory now is shown, and cannot be trained", async () => {
  const full = await answered({}, () => Promise.resolve({ parameters: 7, no_room: wording("Batch size: 23 fits.") } as Plan));
  expect([full.plan?.parameters, full.problem?.detail, full.problem?.field]).toEqual([7, "Batch size: 23 fits.", ""]);
  const fits = await answered({}, () => Promise.resolve({ no_room: null } as Plan));
  expect(fits.problem).toBeNull();
});

test("groups that only hold more fold into the last section of their part", () => {
  const field = (group: string, advanced = false) => ({ type: "boolean", group, advanced });
  const training = controls({ properties: { rate: field("Training"), length: field("Training", true), momentum: field("Optimiser", true), l1: field("Limits", true) } }, "training");
  const alone = controls({ properties: { odd: field("Odd", true) } }, "task");
  const found = sections([...alone, ...training], (part) => part);
  expect(found.map(({ title, controls: own, folds }) => [title, own.map((one) => one.field), folds.map((fold) => fold.title)])).toEqual([
    ["Odd", ["odd"], []],
    ["Training", ["rate"], ["", "Optimiser", "Limits"]],
  ]);
});
