// What would be trained next, and what the server says of it.

import { computed, signal } from "@preact/signals";
import type { Pace } from "../curves/pace";
import type { Plan, Problem } from "../generated/types";
import type { Fork } from "../setup/fork";
import type { Spec, Vary } from "../setup/spec";
import { server } from "./server";

const spec = signal<Spec>({ task: { name: "" }, architecture: { name: "" }, training: {} });

export const setup = {
  spec,
  vary: signal<Vary>({}),
  /** Whether the networks of a race are made equally large. */
  equal: signal(false),
  plan: signal<Plan | null>(null),
  problem: signal<Problem | null>(null),
  starting: signal(false),
  /** A file of weights that what starts next begins with; null begins anew. */
  weights: signal<{ weights: string; file: string } | null>(null),
  /** Steps a second at which what starts next can be watched; null is full speed. */
  pace: signal<Pace>(null),
  /** Whose weights the next training goes on from; null begins anew. */
  fork: signal<Fork | null>(null),
  task: computed(() => server.catalogue.value?.tasks.find((task) => task.name === spec.value.task.name) ?? null),
  /** The weights that are fetched when the chosen architecture first begins with them. */
  weightsSet: computed(() => server.catalogue.value?.architectures.find(({ name }) => name === spec.value.architecture.name)?.data ?? null),
};

export function setVary(vary: Vary): void {
  setup.vary.value = vary;
}

export function setEqual(on: boolean): void {
  setup.equal.value = on;
}

export function setPace(pace: Pace): void {
  setup.pace.value = pace;
}
