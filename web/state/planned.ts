// What a plan, or its refusal, does to the form.

import { type Adjusted, type Displaced, returned, yielded } from "../setup/adjusting";
import { type Spec, valueAt } from "../setup/spec";
import { written } from "../setup/wording";
import { text } from "../text/text";
import { amend } from "./address";
import type { Answer } from "./planning";
import { formControls, state } from "./store";
import { say } from "./toasts";

/** So often settings may make room for one another before the page only says what is wrong. */
const MOST_STEPS = 4;

let moved = "";
let steps = 0;
let displaced: Displaced = {};
let planned: Spec | null = null;

/** Somebody moved a setting; nothing else than that one gives way to it, and it is not put back. */
export function touch(pointer: string): void {
  moved = pointer;
  steps = 0;
  const { [pointer]: _, ...others } = displaced;
  displaced = others;
}

/** The whole setup is another one. */
export function forgetDisplaced(): void {
  touch("");
  displaced = {};
}

export function heed(spec: Spec, { plan, problem }: Answer): void {
  const { task, architecture } = state.spec.value;
  if (plan && spec.task.name === task.name && spec.architecture.name === architecture.name) {
    state.plan.value = plan;
    planned = spec;
  }
  if (spec !== state.spec.value) return; // The next answer is about the settings of now.
  const adjusted = problem
    ? yielded(spec, problem, moved, formControls.value, displaced)
    : plan
      ? returned(spec, plan.bounds, formControls.value, displaced)
      : null;
  if (adjusted === null || steps >= MOST_STEPS) {
    if (problem) forgetBounds(spec);
    state.problem.value = problem;
    return;
  }
  steps++;
  adjust(adjusted, problem?.detail);
}

/** Bounds of other data than those of now say nothing of them. */
function forgetBounds(spec: Spec): void {
  const plan = state.plan.value;
  const before = planned;
  if (plan === null || before === null) return;
  const changed = formControls.value.filter(({ shape, pointer }) => shape === "data" && valueAt(before, pointer) !== valueAt(spec, pointer));
  const parts = changed.map(({ part }) => `/${part}/`);
  const bounds = Object.entries(plan.bounds).filter(([pointer]) => !parts.some((part) => pointer.startsWith(part)));
  if (parts.length > 0) state.plan.value = { ...plan, bounds: Object.fromEntries(bounds) };
}

function adjust(adjusted: Adjusted, reason: string | undefined): void {
  displaced = adjusted.displaced;
  state.problem.value = null;
  amend(() => {
    state.spec.value = adjusted.spec;
  });
  const values = { title: adjusted.control.title, value: written(adjusted.value) };
  const words = reason ? text("form.yielded", { ...values, reason: reason.replace(/[.。]$/, "") }) : text("form.returned", values);
  say(words, { about: adjusted.control.pointer });
}
