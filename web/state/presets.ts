// The presets of the task, and the place of the one that the form is set to, or to a row of it, or -1.

import { computed } from "@preact/signals";
import { rowSpec, rowVary } from "../setup/rows";
import { sameSpec } from "../setup/spec";
import { state } from "./store";

export const presets = computed(() => {
  const catalogue = state.catalogue.value;
  const own = catalogue?.presets.filter((preset) => taskName(preset.spec) === state.spec.value.task.name) ?? [];
  const present = own.findIndex(
    (preset) =>
      catalogue &&
      [{ title: "", set: {}, vary: {}, published: [] }, ...preset.rows].some(
        (row) => sameSpec(rowSpec(catalogue, preset, row), state.spec.value) && sameSpec(rowVary(catalogue, preset, row), state.vary.value),
      ),
  );
  return { own, present };
});

function taskName(spec: Record<string, unknown>): string {
  return String((spec.task as Record<string, unknown> | undefined)?.name ?? "");
}
