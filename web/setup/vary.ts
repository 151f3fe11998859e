// What a race can vary: one field, and the seed.

import type { Control } from "./controls";
import type { Vary } from "./spec";

export const SEED = "/training/seed";
export const MOST_SEEDS = 5;

/** Controls that a race can vary; seeds have a control of their own, and how data are read is no matter of taste. */
export function variable(controls: readonly Control[]): Control[] {
  return controls.filter(
    ({ pointer, shape, picks }) => pointer !== SEED && !["text", "data", "choices"].includes(shape) && !["label", "numbers", "order"].includes(picks),
  );
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
export function withField(vary: Vary, pointer: string, values: Vary[string]): Vary {
  const kept: Vary = vary[SEED] ? { [SEED]: vary[SEED] } : {};
  return values.length > 0 ? { ...kept, [pointer]: values } : kept;
}

export function field(vary: Vary): string {
  return Object.keys(vary).find((pointer) => pointer !== SEED) ?? "";
}
