// Which charts are to be seen.

import { measuredSeries, state } from "./store";

/** These, and none of the task's others. */
export function showCharts(names: readonly string[]): void {
  const own = Object.keys(measuredSeries.value).map((name) => [name, names.includes(name)] as const);
  state.charts.value = { ...Object.fromEntries(own), ...Object.fromEntries(names.map((name) => [name, true])) };
}
