// The presets of the task, and the place of the one that the form is set to, or -1.

import { computed } from "@preact/signals";
import { presetSpec, sameSpec } from "../setup/spec";
import { state } from "./store";

export const presets = computed(() => {
  const catalogue = state.catalogue.value;
  const own = catalogue?.presets.filter((preset) => taskName(preset.spec) === state.spec.value.task.name) ?? [];
  const present = own.findIndex(
    (preset) => catalogue && sameSpec(presetSpec(catalogue, preset), state.spec.value) && sameSpec(preset.vary, state.vary.value),
  );
  return { own, present };
});

function taskName(spec: Record<string, unknown>): string {
  return String((spec.task as Record<string, unknown> | undefined)?.name ?? "");
}
