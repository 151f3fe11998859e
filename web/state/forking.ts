// Forks: the form takes over a run's settings, and Train goes on from its weights.

import type { Run } from "../generated/types";
import { http } from "../http/http";
import type { Setting } from "../setup/controls";
import { changes, spec } from "../setup/fork";
import { attempt, setUp } from "./actions";
import { nameOf, state } from "./store";

/** The run's settings into the form; it is then about a fork from its last weights. */
export function fork(run: Run): void {
  void take(run, "live", {});
}

/** From other weights of the same run, with what was changed in the form so far. */
export function forkAt(step: number): void {
  const present = state.fork.value;
  const run = state.runs.value.get(present?.run ?? "");
  if (present && run) void take(run, step, changes(present.told, state.spec.value));
}

export function leaveFork(): void {
  state.fork.value = null;
}

async function take(run: Run, at: "live" | number, changed: Record<string, Setting>): Promise<void> {
  await attempt(async () => {
    const told = await http.forkable(run.id, at);
    setUp(spec(told, changed, run.steps_per_epoch), {});
    state.weights.value = null;
    state.fork.value = { run: run.id, name: nameOf(run.id), told };
    state.drawer.value = true;
    state.place.value = "form";
  });
}
