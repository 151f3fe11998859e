// A run's best value so far.

import type { Run, SeriesText } from "../generated/types";
import { best, type History, type Peak } from "./history";

/** A run that is not on the charts sends no points; what the server says of it is all there is. */
export function peakOf(run: Run, history: History | undefined, name: string, { better }: SeriesText): Peak | null {
  const heard = best(history, `validation/${name}`, better);
  if (heard !== null) return heard;
  const { best: said } = run;
  return said !== null && said.series === name && said.value !== null ? { value: said.value, epoch: said.epoch, step: said.step } : null;
}
