// A race of whole networks: which are in it, and what tells them apart. Pure.

import type { Setting } from "./controls";
import { MOST_VALUES } from "./offers";
import { ARCHITECTURE, type Network, NETWORKS, pointer, sameSpec, type Vary } from "./spec";
import { withField } from "./vary";

export function networks(vary: Vary): Network[] {
  return (vary[NETWORKS] ?? []) as Network[];
}

/** Whether one more has room: each is in a race once. */
export function canJoin(vary: Vary, network: Network): boolean {
  const present = networks(vary);
  return present.length < MOST_VALUES && !present.some((one) => sameSpec(one, network));
}

/** With one more of them; what else was raced but seeds is not any more. */
export function joined(vary: Vary, network: Network): Vary {
  return withField(vary, NETWORKS, [...networks(vary), network]);
}

export function left(vary: Vary, place: number): Vary {
  return withField(vary, NETWORKS, networks(vary).filter((_, at) => at !== place));
}

/**
 * Of each network the settings in which it differs from any other, by JSON pointer, as the server says it of their runs.
 * Another architecture has other settings: those count among networks of the same one.
 */
export function differences(all: readonly Network[]): Record<string, Setting>[] {
  const apart = all.some(({ name }) => name !== all[0]?.name);
  return all.map((network) => {
    const alike = all.filter(({ name }) => name === network.name);
    const differs = ([field, value]: [string, Setting]) => field !== "name" && alike.some((other) => !sameSpec(other[field], value));
    const own = Object.entries(network).filter(differs).map(([field, value]) => [pointer("architecture", field), value]);
    return Object.fromEntries(apart ? [[ARCHITECTURE, network.name], ...own] : own) as Record<string, Setting>;
  });
}
