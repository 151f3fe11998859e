// Which column of a run's history is a chart's line, and columns that follow from others.

import type { Clock, Columns, History, Value } from "./history";

export type Split = "train" | "validation";

/** Series that belong to no split: what was set, what was reached, and what each layer did. */
export const RATE = "learning_rate";
export const SPEED = "speed";
/** Columns such as `gradient/hidden`: one chart, with a line for each layer of one run. */
export const LAYERED = ["gradient", "update"] as const;

export function columnOf(history: History, clock: Clock, split: Split, series: string): readonly Value[] | undefined {
  const columns = history.clocks[clock];
  if (series !== RATE && series !== SPEED) return columns.named.get(`${split}/${series}`);
  if (split === "validation") return undefined;
  return series === RATE ? columns.named.get(RATE) : speed(columns);
}

/** The layers that a series tells of, in the order in which they came. */
export function layers(history: History | undefined, series: string): string[] {
  const names = [...(history?.clocks.epoch.named.keys() ?? [])];
  return names.filter((name) => name.startsWith(`${series}/`)).map((name) => name.slice(series.length + 1));
}

/** Everything that a history has a chart for, by the names of its columns. */
export function series(history: History): string[] {
  const found = new Set<string>();
  for (const clock of ["epoch", "batch"] as const) {
    for (const name of history.clocks[clock].named.keys()) {
      const [first = "", ...rest] = name.split("/");
      if (rest.length === 1 && (first === "train" || first === "validation")) found.add(rest[0] as string);
      else if (name === RATE || (rest.length > 0 && (LAYERED as readonly string[]).includes(first))) found.add(first);
    }
    if (history.clocks[clock].named.has("examples")) found.add(SPEED);
  }
  return [...found];
}

/** Single steps are too short to be timed one by one: the speed is that over so many seconds before. */
const SPAN = 0.5;

interface Speed {
  values: Value[];
  /** The first row of the span. */
  from: number;
}

const known = new WeakMap<Columns, Speed>();

/** Examples a second of training, at every row. */
function speed(columns: Columns): readonly Value[] | undefined {
  const examples = columns.named.get("examples");
  const seconds = columns.named.get("seconds");
  if (examples === undefined || seconds === undefined) return undefined;
  const found = known.get(columns) ?? { values: [], from: 0 };
  known.set(columns, found);
  for (let row = found.values.length; row < columns.length; row++) {
    const now = seconds[row] as number;
    while (found.from < row - 1 && now - (seconds[found.from + 1] as number) >= SPAN) found.from++;
    const took = now - (seconds[found.from] as number);
    found.values.push(took > 0 ? ((examples[row] as number) - (examples[found.from] as number)) / took : undefined);
  }
  return found.values;
}
