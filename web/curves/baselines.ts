// What guessing gets, as lines on a chart: each belongs to the runs whose examples it was counted on. Pure.

import type { Paint } from "./groups";
import type { Subject } from "./subject";

export interface Baseline {
  value: number;
  /** The runs that are scored on the same examples. */
  runs: string[];
  /** Their hue; null where it is the line of all runs, or of runs of several hues. */
  hue: Paint["hue"] | null;
  /** Whose it is; none where it is the line of all runs. */
  names: string[];
  /** It is not what guessing gets, but where the series ends at best. */
  best?: boolean;
}

/** Where a series that is neither high nor low at best ends then; nothing of another. */
export function optimum(value: number | null): Baseline[] {
  return value === null ? [] : [{ value, runs: [], hue: null, names: [], best: true }];
}

/** So many lines can be told apart; of more only those of the runs that are looked into. */
const MOST_LINES = 4;

/** One line where all agree, else one for each value. What is from before the newest race steps back. */
export function baselines(subjects: readonly Subject[], series: string, looked: ReadonlySet<string> = new Set()): Baseline[] {
  const valued = subjects.filter(({ run }) => typeof run.baseline[series] === "number");
  const present = valued.filter(({ old }) => old !== true);
  const found = lines(present.length > 0 ? present : valued, series);
  if (found.length <= MOST_LINES) return found;
  const own = found.filter(({ runs }) => runs.some((id) => looked.has(id)));
  return (own.length > 0 ? own : found.slice(-1)).slice(-MOST_LINES);
}

function lines(subjects: readonly Subject[], series: string): Baseline[] {
  const byValue = new Map<number, Subject[]>();
  for (const subject of subjects) {
    const value = subject.run.baseline[series] as number;
    byValue.set(value, [...(byValue.get(value) ?? []), subject]);
  }
  const alone = byValue.size === 1;
  return [...byValue].map(([value, some]) => {
    const hues = new Set(some.map(({ paint }) => paint.hue));
    const [hue = null] = hues.size === 1 && !alone ? hues : [];
    const names = alone ? [] : [...new Set(some.map(({ groupName }) => groupName))];
    return { value, runs: some.map(({ run }) => run.id), hue, names };
  });
}
