// The plan follows the sliders. One question is on its way at a time, and the next is about the settings of then:
// a drag is answered while it lasts, and never leaves the server with more than it can do.

import type { Plan, Problem } from "../generated/types";
import { http, Refusal } from "../http/http";
import { said } from "../text/text";

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

/** What can be planned, and has no room now. */
function noRoom(detail: string): Problem {
  return { type: "about:blank", title: detail, status: 422, detail: said(detail), field: "", came: null, allowed: null, nearest: null };
}

/** What the server says of a spec: its plan, or why there is none. */
export async function answered(spec: unknown, ask: Ask = http.plan): Promise<Answer> {
  try {
    const plan = await ask(spec);
    return { plan, problem: plan.no_room ? noRoom(plan.no_room) : null };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { problem: error.problem };
  }
}
