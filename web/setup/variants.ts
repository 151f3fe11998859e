// The variants of a race: what is raced, whatever the seeds.

import type { Setting } from "./controls";
import { differences, networks } from "./networks";
import { type Network, NETWORKS, ordered, SEED, type Vary } from "./spec";

export interface Variant {
  /** Equal for the race as it is laid out and for the runs that come of it. */
  key: string;
  values: Record<string, Setting>;
  /** Where networks race as wholes: which of them it is. */
  network?: Network;
}

/** Every combination of what varies beside the seed, as the server makes them; of a race of seeds alone there is one. */
export function variants(vary: Vary): Variant[] {
  const pointers = Object.keys(vary).filter((pointer) => pointer !== SEED && pointer !== NETWORKS);
  const whole = networks(vary);
  const apart = differences(whole);
  const begin: Omit<Variant, "key">[] = whole.length > 0 ? whole.map((network, place) => ({ values: apart[place] ?? {}, network })) : [{ values: {} }];
  const combined = pointers.reduce(
    (before, pointer) => before.flatMap((one) => (vary[pointer] ?? []).map((value) => ({ ...one, values: { ...one.values, [pointer]: value as Setting } }))),
    begin,
  );
  return combined.map((one) => ({ ...one, key: variantKey(one.values) }));
}

export function variantKey(varied: Readonly<Record<string, unknown>>): string {
  const { [SEED]: _, ...values } = varied;
  return ordered(values);
}
