// What was done to a setting that is put together step by step, so that it can be undone and done again.

import { signal } from "@preact/signals";
import { valueAt } from "../setup/spec";
import { set } from "./actions";
import { state } from "./store";

interface Steps {
  /** Which setting of which network. */
  of: string;
  before: readonly string[];
  now: string;
  after: readonly string[];
  /** What the last step changed: further steps of the same are part of it, as when a slider is dragged. */
  about: string;
}

const MOST = 200;
const steps = signal<Steps | null>(null);

/** The steps that led to the present value; none where something else has set it since. */
function known(pointer: string): Steps {
  const of = `${state.spec.value.architecture.name} ${pointer}`;
  const now = String(valueAt(state.spec.value, pointer));
  const found = steps.value;
  return found?.of === of && found.now === now ? found : { of, before: [], now, after: [], about: "" };
}

/** Another value; `about` says what of it changes, "" something that is a step of its own. */
export function edit(pointer: string, value: string, about = ""): void {
  const found = known(pointer);
  if (value === found.now) return;
  const joins = about !== "" && about === found.about;
  steps.value = { of: found.of, before: joins ? found.before : [...found.before, found.now].slice(-MOST), now: value, after: [], about };
  set(pointer, value);
}

export function canUndo(pointer: string): boolean {
  return known(pointer).before.length > 0;
}

export function canRedo(pointer: string): boolean {
  return known(pointer).after.length > 0;
}

export function undo(pointer: string): void {
  const { of, before, now, after } = known(pointer);
  const value = before.at(-1);
  if (value === undefined) return;
  steps.value = { of, before: before.slice(0, -1), now: value, after: [now, ...after], about: "" };
  set(pointer, value);
}

export function redo(pointer: string): void {
  const { of, before, now, after } = known(pointer);
  const [value, ...later] = after;
  if (value === undefined) return;
  steps.value = { of, before: [...before, now], now: value, after: later, about: "" };
  set(pointer, value);
}

/** Undo and redo by the keys that everybody knows; whether it was one of them. */
export function undoKeys(pointer: string, event: KeyboardEvent): boolean {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return false;
  const key = event.key.toLowerCase();
  if (key === "z") (event.shiftKey ? redo : undo)(pointer);
  else if (key === "y") redo(pointer);
  else return false;
  event.preventDefault();
  return true;
}
