// Rows of a published table: what each sets up, which runs are of it, and which of their figures stand beside the printed ones.

import type { Columns, Value } from "../curves/history";
import type { Catalogue, Preset, PresetRow, Run } from "../generated/types";
import type { Setting } from "./controls";
import { presetSpec, sameSpec, SEED, type Spec, specOf, type Vary, withValue } from "./spec";
import { variants } from "./variants";

type Figure = PresetRow["published"][number];

/** One way to read a row: what of it the table leaves open, and the spec that it then means. */
export interface Reading {
  values: Record<string, Setting>;
  spec: Spec;
}

export function rowSpec(catalogue: Catalogue, preset: Preset, row: PresetRow): Spec {
  return withValues(presetSpec(catalogue, preset), row.set as Record<string, Setting>);
}

export function rowVary(preset: Preset, row: PresetRow): Vary {
  return { ...preset.vary, ...row.vary } as Vary;
}

export function readings(catalogue: Catalogue, preset: Preset, row: PresetRow): Reading[] {
  const spec = rowSpec(catalogue, preset, row);
  return variants(rowVary(preset, row)).map(({ values }) => ({ values, spec: withValues(spec, values) }));
}

function withValues(spec: Spec, values: Record<string, Setting>): Spec {
  return Object.entries(values).reduce((made, [pointer, value]) => withValue(made, pointer, value), spec);
}

/** The newest run of a reading, whatever its seed; `runs` stand in the order in which they were made. */
export function runOf(reading: Reading, runs: readonly Run[]): Run | undefined {
  const wanted = withValue(reading.spec, SEED, 0);
  return runs.findLast((run) => sameSpec(withValue(specOf(run), SEED, 0), wanted));
}

/** What a run has where a figure was printed; undefined where it has not come so far, or its curve is not here. */
export function figureIn(figure: Figure, run: Run, scored: Columns): Value {
  const { series, split, epoch, batch } = figure;
  if (split === "test") return run.test[series];
  if (epoch === 0 && batch === 0 && split === "train") return run.train[series];
  const column = scored.named.get(`${split}/${series}`) ?? [];
  if (epoch === 0 && batch === 0) return column.findLast((value) => value !== undefined);
  const clock = scored.named.get(epoch > 0 ? "epoch" : "step") ?? [];
  return column[clock.indexOf(epoch > 0 ? epoch : batch)];
}
