// The board of a challenge: runs that count, judged by their test score, ranked by what they needed.

import { type History, last } from "../../curves/history";
import type { Goal, Run, SeriesText } from "../../generated/types";
import { sameSpec } from "../../setup/spec";

export interface Entry {
  run: Run;
  score: number;
  needed: number;
}
export interface Board {
  /** Those who reached it, the one that needed least first. */
  reached: Entry[];
  /** Those who did not, the nearest first. */
  notYet: Entry[];
}

export function board(runs: readonly Run[], task: unknown, goal: Goal, series: Pick<SeriesText, "better">, historyOf: (id: string) => History | undefined): Board {
  const higher = series.better === "higher";
  const entries = runs
    .filter((run) => sameSpec(run.spec.task, task))
    .flatMap((run) => {
      const score = run.test[goal.series];
      return typeof score === "number" ? [{ run, score, needed: needed(run, goal.fewest, historyOf(run.id)) }] : [];
    });
  const better = (one: Entry, other: Entry) => (higher ? other.score - one.score : one.score - other.score);
  const there = ({ score }: Entry) => (higher ? score >= goal.value : score <= goal.value);
  return {
    reached: entries.filter(there).sort((one, other) => one.needed - other.needed || better(one, other)),
    notYet: entries.filter((entry) => !there(entry)).sort(better),
  };
}

function needed(run: Run, fewest: Goal["fewest"], history: History | undefined): number {
  switch (fewest) {
    case "parameters":
      return run.parameters;
    case "epochs":
      return run.epoch;
    case "seconds":
      return run.seconds;
    case "examples":
      return (history && last(history.clocks.epoch, "examples")) ?? run.step * batchSize(run);
  }
}

function batchSize(run: Run): number {
  return Number((run.spec.training as { batch_size?: unknown } | undefined)?.batch_size ?? 1);
}
