// Which runs' networks others can begin with, and which setting names them.

import { computed } from "@preact/signals";
import type { Run } from "../generated/types";
import { controls } from "../setup/controls";
import { specOf } from "../setup/spec";
import { state } from "./store";

/** The architecture that begins with another's layers, and which of its settings names their file. */
export const body = computed(() => {
  for (const { name, settings } of state.catalogue.value?.architectures ?? []) {
    const names = controls(settings, "architecture").find((control) => control.shape === "data" && control.form === "weights");
    if (names) return { name, field: names.field, pointer: names.pointer };
  }
  return null;
});

export const fits = (task: string) => state.catalogue.value?.tasks.find(({ name }) => name === task)?.architectures.includes(body.value?.name ?? "") ?? false;

/** Whether a network of this task can keep its eyes and change its job. */
export function canBeBody(run: Run): boolean {
  return run.problem === null && run.snapshots.length > 0 && fits(specOf(run).task.name);
}
