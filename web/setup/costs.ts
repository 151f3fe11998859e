// What a race would be and cost before it is started, from the plan of each of its variants.

import type { Plan } from "../generated/types";

export interface Totals {
  runs: number;
  /** Of all networks together; null until every plan is there. */
  parameters: number | null;
  /** How long all of it takes on these workers; null where an equal run has not been measured yet. */
  seconds: number | null;
}

/** How long a run of this plan takes; null where nothing like it has been measured. */
export function lasting({ seconds_per_epoch, steps, steps_per_epoch }: Plan): number | null {
  return seconds_per_epoch === null || steps_per_epoch === 0 ? null : (seconds_per_epoch * steps) / steps_per_epoch;
}

export function totals(answers: readonly ({ plan?: Plan } | undefined)[], seeds: number, workers: number): Totals {
  const plans = answers.flatMap((answer) => answer?.plan ?? []);
  const whole = plans.length === answers.length;
  const times = plans.flatMap((plan) => lasting(plan) ?? []);
  const sum = (values: readonly number[]) => seeds * values.reduce((before, value) => before + value, 0);
  return {
    runs: seeds * answers.length,
    parameters: whole ? sum(plans.map(({ parameters }) => parameters)) : null,
    seconds: whole && times.length === plans.length ? Math.max(...times, sum(times) / Math.max(1, workers)) : null,
  };
}
