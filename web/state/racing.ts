// The level that the newest race is to: as somebody set it for this series, or the usual one.

import { computed } from "@preact/signals";
import { usualLevel } from "../curves/race";
import { headline, newest, state, subjectOf } from "./store";

function key(): string {
  return `${state.spec.value.task.name}/${headline.value?.[0] ?? ""}`;
}

/** Undefined where nobody set one. */
export const ownLevel = computed<number | undefined>(() => state.levels.value[key()]);

/** Null where nothing is raced, or nothing is known to race to. */
export const raceLevel = computed<number | null>(() => {
  state.grown.value;
  const series = headline.value;
  const runners = newest.value.map(subjectOf);
  if (series === null || new Set(runners.map(({ paint }) => paint.group)).size < 2) return null;
  return ownLevel.value ?? usualLevel(runners, series[0], series[1]);
});

/** To a thousandth of a range, else in three figures; null is the usual one again. */
export function setLevel(value: number | null): void {
  const range = headline.value?.[1].range;
  const { [key()]: _, ...others } = state.levels.value;
  const held = value === null || range == null ? value : Math.max(range[0], Math.min(range[1], value));
  state.levels.value = held === null ? others : { ...others, [key()]: Number(range == null ? held.toPrecision(3) : held.toFixed(3)) };
}
