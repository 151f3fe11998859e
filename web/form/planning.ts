// The plan follows the sliders: the latest spec wins, and an answer that comes late is forgotten.

import type { Plan, Problem } from "../generated/types";
import { http, Refusal } from "../live/http";

/** Long enough to skip what a drag passes through, short enough to answer within 100 ms. */
const PAUSE = 30;

export interface Answer {
  plan?: Plan;
  problem: Problem | null;
}

export function planner(answer: (answer: Answer) => void): (spec: unknown) => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking: AbortController | null = null;
  const ask = async (spec: unknown) => {
    asking?.abort();
    const own = new AbortController();
    asking = own;
    try {
      const plan = await http.plan(spec, own.signal);
      if (own === asking) answer({ plan, problem: null });
    } catch (error) {
      if (own !== asking) return;
      if (!(error instanceof Refusal)) throw error;
      answer({ problem: error.problem });
    }
  };
  return (spec) => {
    clearTimeout(timer);
    timer = setTimeout(() => void ask(spec), PAUSE);
  };
}
