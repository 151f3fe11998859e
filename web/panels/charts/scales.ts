// The axes of a chart: which values have a tick, how they are written, and how far y reaches.

import type uPlot from "uplot";
import { plain, short } from "../../text/numbers";
import type { Settings } from "./shown";

/** Halves of ten and a hundred, none of twenty-five: nobody counts 7.5 epochs. */
const STEPS = Array.from({ length: 28 }, (_, place) => place - 8).flatMap((power) => [1, 2, 5].map((first) => Number(`${first}e${power}`)));

const MANY = 1_000_000;

/** Millions and more are written short; none of the zeros would say anything. */
export function placeWords(value: number): string {
  return value >= MANY ? short(value) : plain(Number(value.toPrecision(12)));
}

export function axes({ colours, axisTitle, format, logarithmic }: Settings): uPlot.Axis[] {
  const { scale } = colours;
  const font = `${12 * scale}px ${colours.font}`;
  const common = {
    stroke: colours.muted,
    font,
    labelFont: font,
    grid: { stroke: colours.line, width: 1 },
    ticks: { show: false },
    border: { show: false },
  };
  return [
    {
      ...common,
      incrs: STEPS,
      label: axisTitle,
      labelSize: 18 * scale,
      labelGap: 0,
      size: 24 * scale,
      space: 56 * scale,
      grid: { show: false },
      border: { show: true, stroke: colours.line, width: 1 },
      values: (_, splits) => splits.map(placeWords),
    },
    {
      ...common,
      // As wide as its longest number: a digit takes seven pixels.
      size: (_, values) => scale * Math.max(46, 14 + 7 * Math.max(0, ...(values ?? []).map((words) => words?.length ?? 0))),
      space: 36,
      gap: 6,
      grid: { ...common.grid, ...(logarithmic ? { filter: decades } : {}) },
      values: (_, splits) => splits.map((value) => (value === null ? "" : tick(value, format, logarithmic))),
    },
  ];
}

/** A line for each step of a logarithmic scale would be a wall of lines. */
function decades(_: uPlot, splits: number[]): (number | null)[] {
  return splits.map((value) => (value !== null && value.toExponential().startsWith("1e") ? value : null));
}

/** On a logarithmic scale every second of the small steps would be written over the next. */
function tick(value: number, format: (value: number) => string, logarithmic: boolean): string {
  return logarithmic && !/^[125]/.test(value.toExponential()) ? "" : format(value);
}
