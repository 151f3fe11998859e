// What a person does: the calls, and what the page says when one is refused.

import { download } from "../browser/downloading";
import type { More } from "../curves/length";
import type { Made, Preset, Run } from "../generated/types";
import { http, Refusal } from "../http/http";
import { nextSeeds, withTheseSeeds } from "../setup/again";
import type { Setting } from "../setup/controls";
import { yielding } from "../setup/equal";
import { sameEffect } from "../setup/force";
import { changes } from "../setup/fork";
import { called } from "../setup/race";
import { combinations, presetSpec, SEED, type Spec, specOf, switched, trimmedVary, type Vary, withValue } from "../setup/spec";
import { worded } from "../text/sentences";
import { counted, listed, text } from "../text/text";
import { foretell, guessFor, mustAsk } from "./foretelling";
import { forgetDisplaced, touch } from "./planned";
import { active, nameOf, runs, settingUp, state } from "./store";
import { say } from "./toasts";

/** Does it, and says in words what was refused. */
export async function attempt(act: () => Promise<void>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    say(error.problem.detail);
    return false;
  }
}

export function set(pointer: string, value: Setting): void {
  touch(pointer);
  state.spec.value = withValue(state.spec.value, pointer, value);
}

/** How each task was set up when it was left; who comes back finds it so. */
const left = new Map<string, { spec: Spec; vary: Vary }>();

/** Another task begins as it was left, or with the preset that it begins with: the length of one task is not that of another. */
export function chooseTask(task: string): void {
  const catalogue = state.catalogue.value;
  const present = state.spec.value;
  if (catalogue === null || present.task.name === task) return;
  left.set(present.task.name, { spec: present, vary: state.vary.value });
  const before = left.get(task);
  const presets = catalogue.presets.filter(({ spec }) => (spec.task as { name?: unknown } | undefined)?.name === task);
  const preset = presets.find(({ begins }) => begins) ?? presets[0];
  if (before) setUp(before.spec, before.vary);
  else if (preset) usePreset(preset);
  else choose(task, present.architecture.name);
}

export function choose(task: string, architecture: string): void {
  const catalogue = state.catalogue.value;
  if (catalogue === null) return;
  const fitting = catalogue.tasks.find((entry) => entry.name === task)?.architectures ?? [];
  const network = fitting.includes(architecture) ? architecture : (fitting[0] ?? "");
  setUp(switched(catalogue, state.spec.value, task, network), state.vary.value);
}

export function usePreset(preset: Preset): void {
  const catalogue = state.catalogue.value;
  if (catalogue !== null) setUp(presetSpec(catalogue, preset), preset.vary as Vary);
}

export function setUp(spec: Spec, vary: Vary): void {
  const catalogue = state.catalogue.value;
  if (catalogue === null) return;
  if (spec.task.name !== state.spec.value.task.name) {
    state.chosen.value = [];
    state.lookBack.value = null;
    state.window.value = null;
    state.view.value = "";
    state.cells.value = {};
    state.weights.value = null;
  }
  // What the old network weighs, and where its bounds are, says nothing of another.
  if (spec.task.name !== state.spec.value.task.name || spec.architecture.name !== state.spec.value.architecture.name) state.plan.value = null;
  forgetDisplaced();
  state.fork.value = null;
  state.spec.value = spec;
  state.equal.value = false;
  state.vary.value = trimmedVary(catalogue, spec, vary);
}

/** A race that there was before takes the next seeds, unless it is asked to take the `same`. */
export async function start(vary: Vary, guess = guessFor(vary), same = false): Promise<void> {
  if (state.starting.value || settingUp.value || mustAsk(vary, guess)) return;
  state.starting.value = true;
  // Where nobody has run anything before, every run is of the lesson.
  state.teaching.since.value ??= "";
  state.chosen.value = [];
  state.lookBack.value = null;
  state.window.value = null;
  state.dialog.value = null;
  state.drawer.value = false;
  state.place.value = "charts";
  state.watched.value = { part: "charts" };
  await attempt(async () => {
    try {
      const fork = state.fork.value;
      const spec = state.spec.value;
      const steps_per_second = state.pace.value;
      if (fork) await http.fork(fork.run, { at: fork.told.at, changes: changes(fork.told, spec), steps_per_second });
      else {
        const twin = combinations(vary) > 1 || state.weights.value ? undefined : twinOf(spec);
        const gives = state.equal.value && !state.weights.value ? yielding(state.catalogue.value, spec, vary) : [];
        const seeds = same || combinations(vary) < 2 || state.weights.value ? null : seedsAgain(vary, gives.map(({ pointer }) => pointer));
        const raced = seeds === null ? { spec, vary } : withTheseSeeds(spec, vary, seeds);
        const varied = state.catalogue.value ? called(state.catalogue.value, raced.spec, raced.vary) : raced.vary;
        const wanted = { spec: raced.spec, vary: varied, equal: gives.length > 0, steps_per_second, ...state.weights.value };
        const made = await http.start(wanted);
        foretell(made, guess);
        if (twin) sayTwin(twin);
        if (seeds !== null) sayAgain(seeds, made, () => void start(vary, guess, true));
      }
    } catch (error) {
      if (error instanceof Refusal && error.problem.field) state.problem.value = error.problem;
      throw error;
    } finally {
      state.starting.value = false;
    }
  });
}

function seedsAgain(vary: Vary, idle: readonly string[]): number[] | null {
  const catalogue = state.catalogue.value;
  return catalogue && nextSeeds(catalogue, state.spec.value, vary, runs.value, idle);
}

/** Whoever wanted the same seeds again has them by one press, in the place of what has just begun. */
function sayAgain(seeds: readonly number[], made: Made, same: () => void): void {
  const act = () => void attempt(async () => void (await Promise.all(made.runs.map(http.remove)))).then((done) => done && same());
  say(counted("race.again", seeds.length, { seeds: listed(seeds.map(String)) }), { action: { words: text("race.again.same"), act }, about: "twin" });
}

/** A run of the very same settings and seed, which was left to itself. */
function twinOf(spec: Spec): Run | undefined {
  const catalogue = state.catalogue.value;
  if (catalogue === null) return undefined;
  return runs.value.find((run) => run.parent === null && run.changes === 0 && sameEffect(catalogue, specOf(run), spec));
}

/** Two equal curves lie on each other: who does not know why looks for the second in vain. */
function sayTwin(twin: Run): void {
  const seed = Number(state.spec.value.training.seed) + 1;
  const action = { words: text("start.twin.seed", { seed }), act: () => set(SEED, seed) };
  say(text("start.twin", { name: nameOf(twin.id) }), { action, about: "twin" });
}

export const train = () => start({});
export const race = () => start(state.vary.value);

export function isRace(): boolean {
  return combinations(state.vary.value) > 1;
}

/** Space: what is running pauses, what is paused goes on, and where nothing is there something starts. */
export function trainOrPause(): void {
  const running = active.value.filter((run) => run.state === "running");
  const paused = active.value.filter((run) => run.state === "paused");
  if (running.length > 0) for (const run of running) command(run, "pause");
  else if (paused.length > 0) for (const run of paused) command(run, "resume");
  else if (active.value.length === 0) void (isRace() ? race() : train());
}

export function command(run: Run, name: "pause" | "resume" | "stop" | "continue"): void {
  void attempt(() => http.command(run.id, name));
}

/** The same to several, as one. */
export function commandAll(runs: readonly Run[], name: "pause" | "resume" | "stop" | "extend", more?: object): void {
  void attempt(async () => void (await Promise.all(runs.map((run) => http.command(run.id, name, more)))));
}

export function extend(run: Run, by: More): void {
  void attempt(() => http.command(run.id, "extend", by));
}

/** A file of a run, to be kept by whoever asked. */
export function takeAway(run: Run, file: string): void {
  void attempt(async () => {
    const { content, name, checked } = await http.exported(run.id, file);
    download(content, name);
    if (checked !== null) say(worded(checked));
  });
}

/** A file of several runs. */
export function takeAwayTogether(ids: readonly string[], file: string): void {
  void attempt(async () => {
    const { content, name } = await http.exportedTogether(ids, file);
    download(content, name);
  });
}

export function step(run: Run): void {
  void attempt(() => http.command(run.id, "step", { unit: "batch" }));
}

/** S: every paused run takes one batch. */
export function stepAll(): void {
  for (const run of active.value) if (run.state === "paused") step(run);
}

/** Whether the server took it. */
export function changeLive(run: Run, field: string, value: Setting): Promise<boolean> {
  return attempt(() => http.change(run.id, { [field]: value }));
}

export function remove(run: Run): void {
  const name = nameOf(run.id);
  void attempt(async () => {
    await http.remove(run.id);
    const action = { words: text("undo"), act: () => void attempt(() => http.restore(run.id)) };
    say(text("runs.deleted", { name }), { action });
  });
}

