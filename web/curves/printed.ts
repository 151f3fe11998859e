// What runs gave where a figure was printed.

import type { PresetRow, Run } from "../generated/types";
import type { Columns, Value } from "./history";

export type Figure = PresetRow["published"][number];

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
