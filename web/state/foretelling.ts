// Said before it is seen: which variant of a race will do it. Nothing is trained before that is answered, or skipped.

import { computed } from "@preact/signals";
import type { Made, Predict } from "../generated/types";
import type { Vary } from "../setup/spec";
import { variants } from "../setup/variants";
import { text } from "../text/text";
import { headline, state } from "./store";
import { type Foretold, NONE, placeKey, SKIPPED } from "./teaching";
import { say } from "./toasts";

const { teaching } = state;

/** Guesses of races long past are of no use. */
const MOST_KEPT = 30;

/** What the present step of the lesson asks. */
export const asked = computed<{ predict: Predict; place: string } | null>(() => {
  const at = teaching.place.value;
  const predict = at && teaching.lesson.value?.steps[at.step]?.predict;
  return at && predict ? { predict, place: placeKey(at) } : null;
});

/** What was answered to that, here or before the page was loaded anew; undefined for nothing yet. */
export const answer = computed<string | undefined>(() => {
  const place = asked.value?.place;
  if (place === undefined) return undefined;
  const before = Object.values(teaching.foretold.value).findLast((one) => one.place === place)?.choice;
  const said = teaching.guesses.value[place] ?? before;
  const known = [SKIPPED, NONE, ...variants(state.vary.value).map(({ key }) => key)];
  return said !== undefined && known.includes(said) ? said : undefined;
});

export function guess(choice: string | undefined): void {
  const place = asked.value?.place;
  if (place === undefined) return;
  const { [place]: _, ...others } = teaching.guesses.value;
  teaching.guesses.value = choice === undefined ? others : { ...others, [place]: choice };
}

/** Whether a race with these variants waits for an answer to the lesson's question. */
export const waiting = computed(() => asked.value !== null && variants(state.vary.value).length > 1 && answer.value === undefined);

export type Guess = Foretold | "skipped";

export function guessFor(vary: Vary): Guess | undefined {
  if (variants(vary).length < 2 || asked.value === null || answer.value === undefined) return undefined;
  return answer.value === SKIPPED ? "skipped" : { ...asked.value, choice: answer.value };
}

/** Asks where something is to be asked; a race in a lesson is asked about there. */
export function mustAsk(vary: Vary, guess: Guess | undefined): boolean {
  if (variants(vary).length < 2 || guess !== undefined) return false;
  if (asked.value !== null) {
    say(text("predict.before"), { about: "predict" });
    state.place.value = "lesson";
    return true;
  }
  if (!teaching.askFirst.value) return false;
  state.dialog.value = null;
  teaching.asking.value = vary;
  return true;
}

/** What is asked outside lessons: which will be best. */
export function plainQuestion(): Predict {
  const [series, { title }] = headline.value ?? ["loss", { title: "" }];
  return { question: text("predict.question", { series: title.toLowerCase() }), series, by: "best", value: 0 };
}

/** Kept with the race, so that it can be judged whenever the race is over. */
export function foretell({ race }: Made, guess: Guess | undefined): void {
  if (race === null || guess === undefined || guess === "skipped") return;
  const kept = Object.entries(teaching.foretold.value).slice(1 - MOST_KEPT);
  teaching.foretold.value = { ...Object.fromEntries(kept), [race]: guess };
}
