import { afterEach, expect, test, vi } from "vitest";
import { groupOf } from "../curves/groups";
import { names } from "../curves/names";
import type { Forkable } from "../generated/types";
import { http } from "../http/http";
import { changes, offered, spec, startText } from "../setup/fork";
import { set, setUp, train } from "../state/actions";
import { fork, forkAt, leaveFork } from "../state/forking";
import { state } from "../state/store";
import { catalogue, run } from "./world";

const parent = () => run("parent", { state: "finished", steps_per_epoch: 10 });
const told = (at = 60, epochs = 9): Forkable => ({
  at,
  spec: { ...parent().spec, training: { learning_rate: 0.001, seed: 0, epochs } },
  settings: ["/training/learning_rate", "/training/epochs"],
  starts: [
    { step: 0, epoch: 0, full: false },
    { step: 30, epoch: 3, full: true },
    { step: 60, epoch: 6, full: true },
  ],
  best: 30,
});
const open = () => {
  state.catalogue.value = catalogue();
  state.runs.value = new Map([["parent", parent()]]);
  setUp(parent().spec as never, {});
};
const settled = () => new Promise((later) => setTimeout(later));

afterEach(() => {
  vi.restoreAllMocks();
  leaveFork();
});

test("what differs from the run's settings is what a fork is asked for", () => {
  const made = spec(told(), { "/training/learning_rate": 0.1 }, 10);
  expect(changes(told(), made)).toEqual({ "/training/learning_rate": 0.1 });
  expect(changes(told(), spec(told(), {}, 10))).toEqual({});
});

test("a fork of a run that has had all its epochs gets some more", () => {
  expect(changes(told(60, 6), spec(told(60, 6), {}, 10))).toEqual({ "/training/epochs": 16 });
  expect(changes(told(30, 6), spec(told(30, 6), {}, 10))).toEqual({});
  const inBatches = { ...told(), spec: { ...told().spec, training: { epochs: 1, batches: 60 } } };
  expect(changes(inBatches, spec(inBatches, {}, 10))).toEqual({ "/training/batches": 160 });
});

test("the last and the best weights are offered first and by these names", () => {
  expect(offered(told()).map((start) => startText(told(), start))).toEqual(["last: epoch 6", "best: epoch 3", "epoch 0"]);
  const both = { ...told(), best: 60 };
  expect(offered(both).map((start) => startText(both, start))).toEqual(["last and best: epoch 6", "epoch 3", "epoch 0"]);
});

test("Train makes the fork with what was moved, also from other weights, until the note is dismissed", async () => {
  open();
  vi.spyOn(http, "forkable").mockImplementation(async (_, at) => told(at === "live" ? 60 : at));
  const forked = vi.spyOn(http, "fork").mockResolvedValue({ race: null, runs: ["child"] });
  const started = vi.spyOn(http, "start").mockResolvedValue({ race: null, runs: ["other"] });
  fork(parent());
  await settled();
  set("/training/learning_rate", 0.5);
  forkAt(30);
  await settled();
  expect(state.spec.value.training.learning_rate).toBe(0.5);
  await train();
  expect(forked.mock.calls).toEqual([["parent", { at: 30, changes: { "/training/learning_rate": 0.5 }, steps_per_second: null }]]);
  leaveFork();
  await train();
  expect(started).toHaveBeenCalledOnce();
  fork(parent());
  await settled();
  setUp(state.spec.value, {});
  expect(state.fork.value).toBeNull();
});

test("a fork of equal settings is no second seed of its parent, and is named by where it began", () => {
  const forks = [parent(), run("fork", { parent: { run: "parent", step: 30, epoch: 3.25, file: "", weights: "" } }), run("old", { parent: { run: "parent", step: 30, epoch: null, file: "", weights: "" } })];
  expect(new Set(forks.map(groupOf)).size).toBe(3);
  const found = names(forks, new Map(), new Map([["reader", "Reader"]]));
  expect([...found.values()]).toEqual(["Reader", "Reader · from epoch 3.3", "Reader · from epoch 3"]);
});
