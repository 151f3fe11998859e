// Lines that the charts of several runs have in common, as what guessing gets: they are drawn once. Pure.

import { SHARED } from "../../parts/pictures/paint";
import type { Lines } from "../../parts/pictures/worded";

/** Behind the first line of each, which is the run's own: those of the same name and values in every chart. */
export function sharedLines(charts: readonly Pick<Lines, "lines">[]): Lines["lines"] {
  const [first, ...others] = charts.map(({ lines }) => lines.slice(1));
  const common = (first ?? []).filter((line) => others.every((lines) => lines.some((other) => other.name === line.name && other.values === line.values)));
  return common.map((line) => ({ ...line, hue: SHARED }));
}
