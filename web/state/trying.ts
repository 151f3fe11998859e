// A change of a setting that is made only if a network with it can be: what is refused leaves everything as it was.

import { computed, signal } from "@preact/signals";
import type { Problem } from "../generated/types";
import { type Spec, withValue } from "../setup/spec";
import { heed } from "./planned";
import { type Answer, answered } from "./planning";
import { touches } from "./pointing";
import { inTurn } from "./inturn";
import { state } from "./store";
import { edit } from "./undoing";

interface Tried {
  pointer: string;
  value: string;
  about: string;
  done: (taken: boolean) => void;
}

interface RefusedTry {
  value: string;
  problem: Problem;
  /** What it would have changed. */
  from: Spec;
}

const last = signal<RefusedTry | null>(null);
/** What was refused last, and why; null once something else is done. */
export const refusedTry = computed(() => (last.value?.from === state.spec.value ? last.value : null));

export function forgetTry(): void {
  last.value = null;
}

const ask = inTurn<Tried, { from: Spec; answer: Answer }>(
  async ({ pointer, value }) => {
    const from = state.spec.value;
    return { from, answer: await answered(withValue(from, pointer, value)) };
  },
  ({ pointer, value, about, done }, { from, answer }) => {
    if (from !== state.spec.value) return; // Something else was changed in between: this was about another network.
    const { problem, plan } = answer;
    const refused = problem !== null && plan === undefined && touches([problem.field], pointer);
    last.value = refused ? { value, problem, from } : null;
    if (!refused) {
      edit(pointer, value, about);
      heed(state.spec.value, answer);
    }
    done(!refused);
  },
);

/** Asks the server first; `done` learns whether it was taken. Of several in a row the last counts, as of a slider. */
export function attemptEdit(pointer: string, value: string, about = "", done: (taken: boolean) => void = () => {}): void {
  ask({ pointer, value, about, done });
}
