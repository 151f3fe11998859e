// How long a run is planned to be, as its settings stand now: more epochs or another size of batch change it on the way.

import type { Run } from "../generated/types";
import { type Spec, specOf, withValue } from "../setup/spec";
import type { History } from "./history";

/** The settings as the changes so far left them; the run's own spec keeps what it began with. */
export function present(run: Run, history: History | undefined): Spec {
  const began = specOf(run);
  return (history?.changes ?? []).reduce((spec, { setting, after }) => withValue(spec, setting, after), began);
}

export interface Length {
  /** What the plan counts. */
  unit: "epoch" | "step";
  planned: number;
  /** The same in epochs, a fraction where it was planned in steps; 0 where nothing is known yet. */
  epochs: number;
}

export function length(run: Run, history: History | undefined): Length {
  const { epochs, batches } = present(run, history).training;
  if (typeof epochs === "number" && !batches) return { unit: "epoch", planned: epochs, epochs };
  const planned = typeof batches === "number" && batches > 0 ? batches : run.steps;
  return { unit: "step", planned, epochs: run.steps_per_epoch > 0 ? planned / run.steps_per_epoch : 0 };
}

/** By how much one press makes a run longer, as the call says it. */
export type More = { epochs: number } | { batches: number };

/** Epochs, or a tenth of a long plan. */
const EPOCHS = 10;

/** In the unit in which the run is counted: ten epochs would be thousands of batches to a run of 150 of them. */
export function more(run: Run): More {
  const { epochs, batches } = specOf(run).training;
  if (typeof batches === "number" && batches > 0) return { batches };
  return { epochs: Math.max(EPOCHS, Math.round(Number(epochs ?? 0) / 10)) };
}
