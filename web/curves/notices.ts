// What the notices of a run say that still holds. Pure.

import type { Notice, Run } from "../generated/types";
import { isOver } from "./moment";

/** A worker that was silent is no news once it has gone on, or once its run is over. */
export function holding(run: Run, heard: readonly Notice[]): Notice[] {
  const all = heard.length > run.notices.length ? heard : run.notices;
  return all.filter(({ code, step }) => code !== "worker" || (!isOver(run) && run.step <= step));
}
