// What the rules read of a run: its rows of the epoch clock, those with a measured number only.

import type { Subject } from "../../curves/subject";
import type { SeriesText } from "../../generated/types";

export interface Mark {
  epoch: number;
  value: number;
}

export interface Facts {
  subject: Subject;
  headline: string;
  /** The series of what was learnt, by name. */
  series: Readonly<Record<string, SeriesText>>;
}

export function marks({ history }: Subject, column: string): Mark[] {
  const values = history?.clocks.epoch.named.get(column) ?? [];
  const epochs = history?.clocks.epoch.named.get("epoch") ?? [];
  const found: Mark[] = [];
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (typeof value === "number") found.push({ epoch: epochs[row] ?? row, value });
  }
  return found;
}

export function last(found: readonly Mark[]): Mark | undefined {
  return found.at(-1);
}

/** The best of them; of equals the first. */
export function best(found: readonly Mark[], better: "higher" | "lower"): Mark | undefined {
  let winner: Mark | undefined;
  for (const mark of found) if (winner === undefined || gain(winner.value, mark.value, better) > 0) winner = mark;
  return winner;
}

/** By how much `now` is better than `before`; negative where it is worse. */
export function gain(before: number, now: number, better: "higher" | "lower"): number {
  return better === "higher" ? now - before : before - now;
}

/** The length of a series' axis: what a share of it is a share of. */
export function span(series: SeriesText, found: readonly Mark[]): number {
  if (series.range !== null) return series.range[1] - series.range[0];
  const values = found.map(({ value }) => value);
  return Math.max(...values) - Math.min(...values);
}

export function at(found: readonly Mark[], epoch: number): Mark | undefined {
  return found.findLast((mark) => mark.epoch <= epoch);
}
