// What of a run can be taken home as a file, and why not where it cannot: what the server offers, by snapshots where it is of weights.

import { moment } from "../../curves/moment";
import type { Export, Run } from "../../generated/types";
import { worded } from "../../text/sentences";
import { text } from "../../text/text";

export interface RunFile {
  words: string;
  /** What it is good for. */
  about: string;
  /** The last part of its address. */
  file: string;
  /** Why it is not to be had; "" where it is. */
  reason: string;
}

export function files(run: Run, exports: readonly Export[]): RunFile[] {
  return exports.flatMap((one) => (one.of_weights && one.reason === null ? bySnapshot(run, one) : [plain(one)]));
}

function plain({ title, text: about, file, reason }: Export): RunFile {
  return { words: text("files.download", { title: worded(title) }), about: worded(about), file, reason: worded(reason ?? "") };
}

/** The best and the last, or one file where they are the same. */
function bySnapshot(run: Run, one: Export): RunFile[] {
  const last = run.snapshots.at(-1);
  if (last === undefined) return [plain(one)];
  const best = run.best !== null && run.snapshots.includes(run.best.step) ? run.best.step : null;
  if (best === last) return [at(run, one, last, "files.both")];
  return [...(best === null ? [] : [at(run, one, best, "files.best")]), at(run, one, last, "files.last")];
}

function at(run: Run, one: Export, step: number, words: "files.best" | "files.last" | "files.both"): RunFile {
  const epoch = step / Math.max(1, run.steps_per_epoch);
  return { ...plain(one), words: text(words, { title: worded(one.title), moment: moment(run, epoch) }), file: `${one.file}?at=${step}` };
}
