// The plan follows the sliders. One question is on its way at a time, and the next is about the settings of then:
// a drag is answered while it lasts, and never leaves the server with more than it can do.

import type { Plan, Problem } from "../generated/types";
import { http, Refusal } from "../live/http";

export interface Answer {
  plan?: Plan;
  problem: Problem | null;
}
type Ask = (spec: unknown) => Promise<Plan>;

export function planner<Spec>(heed: (spec: Spec, answer: Answer) => void, ask: Ask = http.plan): (spec: Spec) => void {
  let wanted: { spec: Spec } | null = null;
  let asking = false;
  const go = async () => {
    asking = true;
    try {
      while (wanted !== null) {
        const { spec }: { spec: Spec } = wanted;
        wanted = null;
        heed(spec, await answered(spec, ask));
      }
    } finally {
      asking = false;
    }
  };
  return (spec) => {
    wanted = { spec };
    if (!asking) void go();
  };
}

/** What the server says of a spec: its plan, or why there is none. */
export async function answered(spec: unknown, ask: Ask = http.plan): Promise<Answer> {
  try {
    return { plan: await ask(spec), problem: null };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { problem: error.problem };
  }
}
