// What a race can vary, and what it offers for a field to begin with.

import { type Control, type NumberControl, type Setting } from "./controls";
import { toPosition, toValue } from "./scale";
import type { Vary } from "./spec";

export const SEED = "/training/seed";
export const MOST_SEEDS = 5;

/** Controls that a race can vary; seeds have a control of their own. */
export function variable(controls: readonly Control[]): Control[] {
  return controls.filter((control) => control.pointer !== SEED && !["text", "sizes", "data"].includes(control.shape));
}

/** All options of a choice, both ways of a switch, three values around the present one of a number. */
export function offered(control: Control, present: Setting): Setting[] {
  switch (control.shape) {
    case "choice":
      return [...control.options];
    case "switch":
      return [false, true];
    case "number":
      return around(control, Number(present));
    case "sizes":
    case "text":
    case "data":
      return [present];
  }
}

function around(control: NumberControl, present: number): number[] {
  if (control.logarithmic) {
    const values = [present / 3, present, present * 3].map((value) => toValue(control, toPosition(control, value)));
    return distinct(values);
  }
  const reach = Math.max(control.step, (control.most - control.least) / 4);
  const values = [present - reach, present, present + reach].map((value) => toValue(control, toPosition(control, value)));
  return distinct(values);
}

export function distinct(values: readonly number[]): number[] {
  return [...new Set(values)].sort((one, other) => one - other);
}

/** Seeds count up from the present one, so that the run without a race is among them. */
export function withSeeds(vary: Vary, count: number, present: number): Vary {
  const { [SEED]: _, ...rest } = vary;
  return count > 1 ? { ...rest, [SEED]: Array.from({ length: count }, (_, place) => present + place) } : rest;
}

export function seeds(vary: Vary): number {
  return vary[SEED]?.length ?? 1;
}

/** One field is varied at a time, beside the seeds: more would say less. */
export function withField(vary: Vary, pointer: string, values: Setting[]): Vary {
  const kept: Vary = vary[SEED] ? { [SEED]: vary[SEED] } : {};
  return values.length > 0 ? { ...kept, [pointer]: values } : kept;
}

export function field(vary: Vary): string {
  return Object.keys(vary).find((pointer) => pointer !== SEED) ?? "";
}
