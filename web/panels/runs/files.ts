// What of a run can be taken home as a file, and why not where it cannot.

import { isOver, moment } from "../../curves/moment";
import type { Run } from "../../generated/types";
import { said, text } from "../../text/text";

export interface RunFile {
  words: string;
  /** The last part of its address. */
  file: string;
  /** Why it is not to be had; "" where it is. */
  reason: string;
}

export function files(run: Run): RunFile[] {
  return [...weights(run), { words: text("files.script"), file: "script.py", reason: scriptReason(run) }];
}

/** Code of the notice that weights went because the data folder was full. */
const LET_GO = "let go";

/** The best and the last, or one file where they are the same. */
function weights(run: Run): RunFile[] {
  const last = run.snapshots.at(-1);
  if (last === undefined) {
    const gone = run.notices.some(({ code }) => code === LET_GO);
    return [{ words: text("files.weights"), file: "weights.safetensors", reason: text(gone ? "files.weights.gone" : "files.weights.none") }];
  }
  const best = run.best !== null && run.snapshots.includes(run.best.step) ? run.best.step : null;
  if (best === last) return [of(run, last, "files.weights.both")];
  return [...(best === null ? [] : [of(run, best, "files.weights.best")]), of(run, last, "files.weights.last")];
}

function of(run: Run, step: number, words: "files.weights.both" | "files.weights.best" | "files.weights.last"): RunFile {
  const epoch = step / Math.max(1, run.steps_per_epoch);
  return { words: text(words, { moment: moment(run, epoch) }), file: `weights.safetensors?at=${step}`, reason: "" };
}

function scriptReason(run: Run): string {
  if (run.problem !== null) return said(run.problem);
  if (run.parent?.run) return text("files.script.fork");
  if (run.parent !== null && !run.parent.weights) return text("files.script.begun");
  if (!isOver(run)) return text("files.script.going");
  return run.step > 0 ? "" : text("files.script.nothing");
}
