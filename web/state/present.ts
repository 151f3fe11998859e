// What is looked at now: the view, what it is asked, and of which part of its picture.

import { computed } from "@preact/signals";
import { posable, withPart } from "../setup/question";
import { earlier, hasHistory, rows, type Wish } from "./looks";
import { lookedInto, state } from "./store";

/** Views inside the networks that are looked into; before there is one, inside that which would be trained. */
export const views = computed(() => {
  const into = lookedInto.value.map((run) => run.spec as { architecture?: { name?: string } });
  const names = into.length > 0 ? into.map((spec) => spec.architecture?.name ?? "") : [state.spec.value.architecture.name];
  const task = state.spec.value.task.name;
  return (state.catalogue.value?.views ?? []).filter((view) => !view.of_data && names.some((name) => view.fits[task]?.includes(name)));
});

/** Views of what is learnt from: nothing has to be trained for them. */
export const viewsOfData = computed(() => (state.catalogue.value?.views ?? []).filter((view) => view.of_data && view.fits[state.spec.value.task.name] !== undefined));

export const view = computed(() => views.value.find((one) => one.name === state.view.value) ?? views.value[0]);

export const question = computed(() => state.questions.value[state.spec.value.task.name] ?? state.task.value?.question?.example ?? "");

/** The part of the present view's picture that is wanted: a cell, a layer. */
export const part = computed(() => state.cells.value[view.value?.name ?? ""] ?? "");

const posed = computed(() => posable(state.task.value?.question ?? null, question.value));

/** What the present view is asked: the task's question and the part, or the part alone. A view with an example of its own
 *  shows that until there is a question. */
export const asked = computed(() => {
  if (!view.value?.asks) return part.value;
  return withPart(view.value.has_example && !posed.value ? "" : question.value, part.value);
});

/** By run, kept steps that may have been right before the first that is known to be; as text, so that what is wished for
 *  changes only where they do. */
const earlierKept = computed(() => {
  const [present, into] = [view.value, lookedInto.value];
  if (present === undefined || !hasHistory(present) || state.lookBack.value !== null) return "[]";
  return JSON.stringify(into.map((run) => [run.id, earlier(run, rows(state.looked.value, run.id, present.name, question.value), into.length)]));
});

/** What the page wants to see now; nothing while nobody sees it. */
export const wish = computed<Wish>(() => ({
  view: view.value,
  question: asked.value,
  posed: posed.value,
  runs: lookedInto.value,
  back: state.lookBack.value,
  earlier: new Map(JSON.parse(earlierKept.value) as [string, number[]][]),
}));

export function askForPart(of: string, wanted: string): void {
  state.cells.value = { ...state.cells.value, [of]: wanted };
}

export function pose(next: string): void {
  state.questions.value = { ...state.questions.value, [state.spec.value.task.name]: next };
}

/** A part of the picture of another view of the same networks; a question is put to it where there is one. */
export function lookAtPart(through: string, wanted: string, question = ""): void {
  if (question !== "") pose(question);
  askForPart(through, wanted);
  state.view.value = through;
}

/** A question put to another view of the same networks. */
export function lookAt(next: string, through: string): void {
  pose(next);
  state.view.value = through;
}
