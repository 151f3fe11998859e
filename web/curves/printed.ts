// What runs gave where a figure was printed.

import type { PresetRow, Run } from "../generated/types";
import type { Moment } from "./origin";
import type { Columns, Value } from "./history";

export type Figure = PresetRow["published"][number];

/** What a run has where a figure was printed; undefined where it has not come so far, or its curve is not here. */
export function figureIn(figure: Figure, run: Run, scored: Columns): Value {
  return measuredAt(figure, run, scored).value;
}

/** The run's own number, and when it was measured. */
export function measuredAt(figure: Figure, run: Run, scored: Columns): { value: Value; at: Moment } {
  const { series, split, epoch, batch } = figure;
  const end = { epoch: run.epoch, step: run.step };
  if (split === "test") return { value: run.test[series], at: end };
  if (epoch === 0 && batch === 0 && split === "train") return { value: run.train[series], at: end };
  const column = scored.named.get(`${split}/${series}`) ?? [];
  const clock = scored.named.get(epoch > 0 ? "epoch" : "step") ?? [];
  const row = epoch === 0 && batch === 0 ? column.findLastIndex((value) => value !== undefined) : clock.indexOf(epoch > 0 ? epoch : batch);
  return { value: column[row], at: { epoch: scored.named.get("epoch")?.[row] ?? 0, step: scored.named.get("step")?.[row] ?? 0 } };
}
