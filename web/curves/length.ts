// How long a run is planned to be, as its settings stand now: more epochs or another size of batch change it on the way.

import type { Run } from "../generated/types";
import { type Spec, withValue } from "../form/spec";
import type { History } from "./history";

/** The settings as the changes so far left them; the run's own spec keeps what it began with. */
export function present(run: Run, history: History | undefined): Spec {
  const began = run.spec as unknown as Spec;
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
