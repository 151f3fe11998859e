// Opening a lesson, going through its steps, and leaving it: the form is then as it was before.

import { batch } from "@preact/signals";
import { readEqual, writeEqual } from "../setup/equal";
import type { LessonPlace } from "../setup/lesson/address";
import { readLink, writeLink } from "../setup/link";
import { presetSpec, type Vary } from "../setup/spec";
import { text } from "../text/text";
import { setUp } from "./actions";
import { toNetworks } from "./laboratory";
import { hideable } from "./panels";
import { state } from "./store";
import { say } from "./toasts";

const { teaching } = state;

/** A link to the setup as it is now. */
export function presentLink(): string {
  const catalogue = state.catalogue.value;
  if (catalogue === null) return "";
  return writeLink(catalogue, state.spec.value, state.vary.value, teaching.hidden.value) + writeEqual(state.equal.value);
}

/** When the newest run was made; null where none is known yet. */
export function newestRun(): string | null {
  const created = [...state.runs.peek().values()].map((run) => run.created);
  return created.reduce<string | null>((latest, one) => (latest === null || one > latest ? one : latest), null);
}

export function openLesson(name: string, packed = "", step = 0): void {
  go({ name, text: packed, step, due: true });
}

/** To a place in a lesson, from wherever one is. */
export function go(place: LessonPlace): void {
  const present = teaching.place.peek();
  batch(() => {
    if (present === null) teaching.before.value = { link: presentLink(), charts: state.charts.value };
    if (present === null || present.step !== place.step) state.place.value = "lesson";
    if (present?.name !== place.name || present.text !== place.text) {
      teaching.lesson.value = null;
      if (place.due) teaching.since.value = newestRun();
    }
    // What a step sets up is the page that trains.
    if (place.due) toNetworks();
    teaching.trouble.value = "";
    state.dialog.value = null;
    teaching.place.value = place;
  });
}

/** Steps on or back, as far as there are steps. */
export function stepBy(by: number): void {
  const place = teaching.place.value;
  const step = (place?.step ?? 0) + by;
  if (place !== null && step >= 0 && step < (teaching.lesson.value?.steps.length ?? 0)) go({ ...place, step, due: true });
}

export function closeLesson(): void {
  const place = teaching.place.value;
  if (place === null) return;
  const { link, charts } = teaching.before.value;
  leave();
  setUpFrom(link);
  state.charts.value = charts;
  if (teaching.building.value) return;
  const action = { words: text("undo"), act: () => openLesson(place.name, place.text, place.step) };
  say(text("lesson.closed"), { action, about: "lesson" });
}

/** Nothing is read any more; the form stays. */
export function leave(): void {
  batch(() => {
    teaching.place.value = null;
    teaching.lesson.value = null;
    teaching.trouble.value = "";
    teaching.hidden.value = [];
    teaching.since.value = "";
    if (state.place.value === "lesson" && !teaching.building.value) state.place.value = "charts";
  });
}

/** A link's setup, else the preset of a first visit. What the link says and nobody knows here is given back. */
export function setUpFrom(link: string): string[] {
  const catalogue = state.catalogue.value;
  if (catalogue === null) return [];
  const setup = readLink(catalogue, link, hideable().map(({ id }) => id));
  const first = catalogue.presets.find((preset) => preset.first) ?? catalogue.presets[0];
  if (setup) setUp(setup.spec, setup.vary);
  else if (first) setUp(presetSpec(catalogue, first), first.vary as Vary);
  teaching.hidden.value = setup?.hide ?? [];
  state.equal.value = setup !== null && readEqual(link);
  return setup?.unknown ?? [];
}

/** To a lesson of one's own. */
export function build(): void {
  leave();
  batch(() => {
    toNetworks();
    state.dialog.value = null;
    teaching.building.value = true;
    state.place.value = "lesson";
  });
}

/** A lesson that was opened before any run was known counts all runs that come to be known then as older ones. */
export function noteOlderRuns(): void {
  if (teaching.since.value === null) teaching.since.value = newestRun();
}
