// Slow motion: of runs, of a race, and of what starts next.

import { type Pace, paceWords, slowerThan } from "../curves/pace";
import type { Run } from "../generated/types";
import { http } from "../http/http";
import { text } from "../text/text";
import { attempt } from "./actions";
import { active, state } from "./store";
import { say } from "./toasts";

export function slow(runs: readonly Run[], pace: Pace): void {
  void attempt(async () => void (await Promise.all(runs.map((run) => http.slow(run.id, pace)))));
}

export function slowRace(race: string, pace: Pace): void {
  void attempt(async () => void (await http.slowRace(race, pace)));
}

/** M: everything at work a notch slower, and from the slowest back to full speed; where nothing is, what starts next. */
export function slowNotch(): void {
  const first = active.value[0];
  const pace = slowerThan(first === undefined ? state.pace.value : first.steps_per_second);
  if (first === undefined) state.pace.value = pace;
  else slow(active.value, pace);
  say(text(first === undefined ? "pace.next" : "pace.now", { pace: paceWords(pace) }), { about: "pace" });
}
