// The axes of a chart: which values have a tick, how they are written, and how far y reaches.

import type uPlot from "uplot";
import { plain, short } from "../text/numbers";
import type { Settings, Shown } from "./chart";

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
      size: 46 * scale,
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

/** The whole range where all of x is shown; who looks closer at a part sees what is there as large as it can be. */
export function yRange({ drawing, settings }: Shown, least: number | null, most: number | null): uPlot.Range.MinMax {
  const { range, closer } = settings;
  if (closer && least !== null && most !== null && drawing.ys.length > 0) return closeRange(range, least, Math.min(most, drawing.ceiling ?? most));
  if (range) return [range[0], range[1] + (range[1] - range[0]) * 0.02];
  const top = Math.min(most ?? 1, drawing.ceiling ?? Number.POSITIVE_INFINITY);
  const bottom = Math.min(0, least ?? 0);
  return [bottom, top > bottom ? top + (top - bottom) * 0.05 : bottom + 1];
}

function closeRange(range: [number, number] | null, least: number, most: number): uPlot.Range.MinMax {
  const room = (most - least) * 0.08 || Math.abs(most) * 0.05 || 0.05;
  const [low, high] = range ?? [least >= 0 ? 0 : Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const slack = range ? (range[1] - range[0]) * 0.02 : 0;
  return [Math.max(low, least - room), Math.min(high + slack, Math.max(most, least) + room)];
}
