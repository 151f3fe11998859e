// Fetching a lesson, and making the page what a step says.

import { batch } from "@preact/signals";
import "../text/lessons";
import type { Lesson } from "../generated/types";
import { http, Refusal } from "../http/http";
import type { LessonPlace } from "../setup/lesson/address";
import { unpack } from "../setup/lesson/packing";
import { stepSetup } from "../setup/lesson/setup";
import { sameSpec } from "../setup/spec";
import { language, text } from "../text/text";
import { setUp } from "./actions";
import { amend } from "./address";
import { isHideable } from "./panels";
import { showCharts } from "./showing";
import { state } from "./store";

const { teaching } = state;

/** The lesson of a place; what is wrong with it is said in its stead. */
export async function fetchLesson({ name, text: packed }: LessonPlace): Promise<void> {
  const wanted = () => teaching.place.peek()?.name === name && teaching.place.peek()?.text === packed;
  teaching.trouble.value = "";
  try {
    const lesson = packed === "" ? await http.lesson(name, language.value) : await http.readLesson(await unpacked(packed));
    if (wanted()) teaching.lesson.value = lesson;
  } catch (error) {
    if (!(error instanceof Refusal || error instanceof Torn)) throw error;
    if (wanted()) teaching.trouble.value = error instanceof Torn ? text("lesson.torn") : error.problem.detail;
  }
}

class Torn extends Error {}

async function unpacked(packed: string): Promise<string> {
  return unpack(packed).catch(() => {
    throw new Torn();
  });
}

/** Once for every step that one comes to. */
export function arrive(): void {
  const place = teaching.place.value;
  const lesson = teaching.lesson.value;
  const catalogue = state.catalogue.value;
  if (place === null || lesson === null || catalogue === null) return;
  const step = Math.min(place.step, lesson.steps.length - 1);
  if (!place.due) {
    if (step !== place.step) teaching.place.value = { ...place, step };
    return;
  }
  const { spec, vary, look, charts, hide } = stepSetup(catalogue, lesson, step);
  const arrived = () => {
    teaching.place.value = { ...place, step, due: false };
    setUp(spec, vary);
    if (look !== "") state.view.value = look;
    if (charts.length > 0) showCharts(charts);
    if (hide !== null) teaching.hidden.value = hide.filter((name) => !isUnknown(name));
  };
  amend(() => batch(arrived));
  state.watched.value = { part: "charts" };
}

/** Whether somebody has changed what the step set. */
export function differs(): boolean {
  const { place, lesson } = { place: teaching.place.value, lesson: teaching.lesson.value };
  const catalogue = state.catalogue.value;
  if (place === null || lesson === null || catalogue === null || place.due) return false;
  const { spec, vary } = stepSetup(catalogue, lesson, place.step);
  return !sameSpec(spec, state.spec.value) || !sameSpec(vary, state.vary.value);
}

/** The server knows the settings; what parts a page has only the page knows. */
function isUnknown(name: string): boolean {
  return !name.startsWith("/") && !isHideable(name);
}

/** What the present step puts out of sight, and this page does not have. */
export function unknownParts(lesson: Lesson, step: number): string[] {
  return lesson.steps[step]?.hide?.filter(isUnknown) ?? [];
}
