// The board of a challenge: runs that count, judged by their test score, ranked by what they needed.

import { type History, last } from "../../curves/history";
import type { Goal, Run, SeriesText, TaskEntry } from "../../generated/types";
import { controls } from "../../setup/controls";
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

/** What a run must have in common with the lesson: its task settings; and the setting that is what is fewest, if it is one. */
export interface Subject {
  task: Settings;
  amount: string;
}
type Settings = Record<string, unknown>;

export function subject(entry: TaskEntry | undefined, task: Settings, { fewest }: Goal): Subject {
  const found = fewest === "data" && entry ? controls(entry.settings, "task").find(({ role }) => role === "amount of data") : undefined;
  return { task, amount: found?.field ?? "" };
}

export function counts(task: Settings, { task: wanted, amount }: Subject): boolean {
  return sameSpec(amount === "" ? task : { ...task, [amount]: wanted[amount] }, wanted);
}

export function board(runs: readonly Run[], wanted: Subject, goal: Goal, series: Pick<SeriesText, "better">, historyOf: (id: string) => History | undefined): Board {
  const higher = series.better === "higher";
  const entries = runs.flatMap((run) => {
    const score = run.test[goal.series];
    if (typeof score !== "number" || !counts(taskOf(run), wanted)) return [];
    const data = Number(taskOf(run)[wanted.amount]);
    return [{ run, score, needed: goal.fewest === "data" ? data : needed(run, goal.fewest, historyOf(run.id)) }];
  });
  const better = (one: Entry, other: Entry) => (higher ? other.score - one.score : one.score - other.score);
  const there = ({ score }: Entry) => (higher ? score >= goal.value : score <= goal.value);
  return {
    reached: entries.filter(there).sort((one, other) => one.needed - other.needed || better(one, other)),
    notYet: entries.filter((entry) => !there(entry)).sort(better),
  };
}

function taskOf(run: Run): Settings {
  return (run.spec.task ?? {}) as Settings;
}

function needed(run: Run, fewest: Exclude<Goal["fewest"], "data">, history: History | undefined): number {
  switch (fewest) {
    case "parameters":
      return run.parameters;
    case "batches":
      return run.step;
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
