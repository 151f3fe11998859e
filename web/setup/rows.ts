// Rows of a published table: what each sets up, and which runs are of it.

import type { Catalogue, Preset, PresetRow, Run } from "../generated/types";
import type { Setting } from "./controls";
import { presetSpec, sameSpec, SEED, type Spec, specOf, type Vary, withValue, withWholeNetworks } from "./spec";
import { variants } from "./variants";

/** One way to read a row: what of it the table leaves open, and the spec that it then means. */
export interface Reading {
  values: Record<string, Setting>;
  spec: Spec;
}

export function rowSpec(catalogue: Catalogue, preset: Preset, row: PresetRow): Spec {
  return withValues(presetSpec(catalogue, preset), row.set as Record<string, Setting>);
}

export function rowVary(catalogue: Catalogue, preset: Preset, row: PresetRow): Vary {
  return withWholeNetworks(catalogue, presetSpec(catalogue, preset).task.name, { ...preset.vary, ...row.vary } as Vary);
}

export function readings(catalogue: Catalogue, preset: Preset, row: PresetRow): Reading[] {
  const spec = rowSpec(catalogue, preset, row);
  return variants(rowVary(catalogue, preset, row)).map(({ values, network }) => {
    const base = network === undefined ? spec : { ...spec, architecture: network };
    return { values, spec: withValues(base, values) };
  });
}

function withValues(spec: Spec, values: Record<string, Setting>): Spec {
  return Object.entries(values).reduce((made, [pointer, value]) => withValue(made, pointer, value), spec);
}

/** The newest run of a reading, whatever its seed; `runs` stand in the order in which they were made. */
export function runOf(reading: Reading, runs: readonly Run[]): Run | undefined {
  const wanted = withValue(reading.spec, SEED, 0);
  return runs.findLast((run) => sameSpec(withValue(specOf(run), SEED, 0), wanted));
}
