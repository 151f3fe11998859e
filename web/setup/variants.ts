// The variants of a race: what is raced, whatever the seeds.

import type { Setting } from "./controls";
import { ordered, SEED, type Vary } from "./spec";

export interface Variant {
  /** Equal for the race as it is laid out and for the runs that come of it. */
  key: string;
  values: Record<string, Setting>;
}

/** Every combination of what varies beside the seed, as the server makes them; of a race of seeds alone there is one. */
export function variants(vary: Vary): Variant[] {
  const pointers = Object.keys(vary).filter((pointer) => pointer !== SEED);
  const combined = pointers.reduce<Record<string, Setting>[]>(
    (before, pointer) => before.flatMap((values) => (vary[pointer] ?? []).map((value) => ({ ...values, [pointer]: value }))),
    [{}],
  );
  return combined.map((values) => ({ key: variantKey(values), values }));
}

export function variantKey(varied: Readonly<Record<string, unknown>>): string {
  const { [SEED]: _, ...values } = varied;
  return ordered(values);
}
