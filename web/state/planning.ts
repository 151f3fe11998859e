// The plan follows the sliders.

import type { Plan, Problem, Wording } from "../generated/types";
import { http, Refusal } from "../http/http";
import { inTurn } from "./inturn";
import { worded } from "../text/sentences";

export interface Answer {
  plan?: Plan;
  problem: Problem | null;
}
type Ask = (spec: unknown) => Promise<Plan>;

export function planner<Spec>(heed: (spec: Spec, answer: Answer) => void, ask: Ask = http.plan): (spec: Spec) => void {
  return inTurn((spec) => answered(spec, ask), heed);
}

/** What can be planned, and has no room now. */
function noRoom(detail: Wording): Problem {
  return { type: "about:blank", title: detail.text, status: 422, detail: worded(detail), code: "", values: {}, field: "", came: null, allowed: null, nearest: null };
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
