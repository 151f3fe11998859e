// The draft of this browser, which survives a reload, and what is done to it.

import { batch, signal } from "@preact/signals";
import { copied } from "../browser/copying";
import { SIZES } from "../curves/sizes";
import type { Lesson } from "../generated/types";
import { http, Refusal } from "../http/http";
import { added, type Draft, type DraftStep, EMPTY, isDraft, moved, type Shown, without, withStep } from "../setup/lesson/draft";
import { markdown } from "../setup/lesson/markdown";
import { pack } from "../setup/lesson/packing";
import type { Setting } from "../setup/controls";
import { current } from "../setup/pattern";
import { controlsOf, plainSpec } from "../setup/spec";
import { text } from "../text/text";
import { optionName } from "../setup/wording";
import { setUp } from "./actions";
import { charted, sizesShown } from "./charted";
import { leave, openLesson } from "./lessons";
import { showCharts } from "./showing";
import { persisted } from "./storage";
import { controlAt, state } from "./store";
import { say } from "./toasts";

const { teaching } = state;

export const draft = persisted<Draft>("draft", isDraft, EMPTY, "same");
/** The step that is written at. */
export const present = signal(0);
/** What is wrong with the lesson as it is, in words. */
export const trouble = signal("");
export const link = signal("");

/** What the page shows now. */
export function shownNow(): Shown {
  const bySize = sizesShown.value ? [SIZES] : [];
  const charts = Object.keys(state.charts.value).length > 0 ? [...charted.value.map(([name]) => name), ...bySize] : [];
  return { spec: state.spec.value, vary: state.vary.value, look: state.view.value, charts, hide: [...teaching.hidden.value] };
}

export function change(next: Draft): void {
  batch(() => {
    draft.value = next;
    trouble.value = "";
    link.value = "";
  });
}

export function changeStep(step: Partial<DraftStep>): void {
  change(withStep(draft.value, present.value, step));
}

export function add(): void {
  const next = added(draft.value, shownNow());
  const last = next.steps.length - 1;
  change(withStep(next, last, { title: text("build.step", { step: last + 1 }) }));
  present.value = last;
}

/** The step, and the page as it is to be there. */
export function select(at: number): void {
  const shown = draft.value.steps[at]?.shown;
  present.value = at;
  const catalogue = state.catalogue.value;
  if (shown === undefined) return;
  batch(() => {
    const { spec, vary } = current(catalogue ? controlsOf(catalogue, shown.spec, "architecture") : [], shown.spec, shown.vary);
    setUp(spec, vary);
    if (shown.look !== "") state.view.value = shown.look;
    if (shown.charts.length > 0) showCharts(shown.charts);
    teaching.hidden.value = shown.hide;
  });
}

/** A step, and oneself with it, up or down. */
export function shift(at: number, by: 1 | -1): void {
  change(moved(draft.value, at, by));
  present.value = at + by;
}

export function remove(at: number, title: string): void {
  const before = draft.value;
  change(without(before, at));
  present.value = Math.max(0, Math.min(at, before.steps.length - 2));
  say(text("build.removed", { title }), { action: { words: text("undo"), act: () => change(before) }, about: "draft" });
}

export function startOver(): void {
  const before = draft.value;
  change(EMPTY);
  present.value = 0;
  say(text("build.again.done"), { action: { words: text("undo"), act: () => change(before) }, about: "draft" });
}

export function closeBuilder(): void {
  teaching.building.value = false;
  leave();
}

export function written(): string {
  const catalogue = state.catalogue.value;
  const spec = draft.value.steps[0]?.shown.spec;
  return catalogue && spec ? markdown(draft.value, plainSpec(catalogue, spec.task.name, spec.architecture.name), usualName) : "";
}

/** What the page calls a value that races. */
export function usualName(pointer: string, value: unknown): string {
  return optionName(controlAt(pointer), value as Setting);
}

/** The lesson as the server reads it; what is wrong with it is said, and nothing given. */
async function read(): Promise<Lesson | null> {
  trouble.value = "";
  try {
    return await http.readLesson(written());
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    trouble.value = error.problem.detail;
    return null;
  }
}

export async function preview(): Promise<void> {
  if ((await read()) !== null) openLesson("", await pack(written()), present.value);
}

export async function save(): Promise<void> {
  if ((await read()) === null) return;
  const anchor = document.createElement("a");
  anchor.href = URL.createObjectURL(new Blob([written()], { type: "text/markdown" }));
  anchor.download = `${fileName(draft.value.title)}.md`;
  anchor.click();
  URL.revokeObjectURL(anchor.href);
}

function fileName(title: string): string {
  return title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "") || "lesson";
}

export async function copyLink(): Promise<void> {
  if ((await read()) === null) return;
  link.value = `${location.origin}${location.pathname}#text=${await pack(written())}`;
  say(text((await copied(link.value)) ? "build.linked" : "build.linked.here"), { about: "draft" });
}
