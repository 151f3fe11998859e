// One chart: create, update, destroy. It is rebuilt when its lines change, and given new data when they only grow.

import uPlot from "uplot";
import type { Drawing, Stroke } from "../curves/drawing";
import type { Axis } from "../state/state";
import type { Colours } from "./colours";
import { paintBaseline, paintEnds, paintFlags } from "./marks";

export interface Settings {
  axis: Axis;
  axisTitle: string;
  logarithmic: boolean;
  range: [number, number] | null;
  format: (value: number) => string;
  baselineWords: (value: number) => string;
  colours: Colours;
}
export interface Listener {
  /** The row of the shared grid under the cursor, or null; the place is in pixels of the chart. */
  crossed(row: number | null, left: number): void;
  hovered(run: string | null): void;
}
export interface Shown {
  drawing: Drawing;
  settings: Settings;
  highlighted: string | null;
}

const SYNC = uPlot.sync("epochs");

export class Chart {
  private plot: uPlot | null = null;
  private signature = "";
  private shown: Shown | null = null;

  constructor(
    private readonly host: HTMLElement,
    private readonly listener: Listener,
  ) {}

  update(shown: Shown): void {
    this.shown = shown;
    const { drawing, settings } = shown;
    const signature = JSON.stringify([drawing.strokes, settings.axis, settings.logarithmic, settings.colours, settings.range]);
    if (this.plot === null || signature !== this.signature) this.build(signature);
    else this.plot.setData(data(drawing));
    this.highlight();
  }

  resize(): void {
    this.plot?.setSize(this.size());
  }

  destroy(): void {
    this.plot?.destroy();
    this.plot = null;
  }

  private size(): { width: number; height: number } {
    return { width: Math.max(120, this.host.clientWidth), height: Math.max(100, this.host.clientHeight) };
  }

  private build(signature: string): void {
    this.destroy();
    const shown = this.shown;
    if (shown === null) return;
    this.signature = signature;
    this.plot = new uPlot({ ...options(shown, () => this.shown ?? shown, this.listener), ...this.size() }, data(shown.drawing), this.host);
  }

  /** What is pointed at stays; the rest steps back. */
  private highlight(): void {
    const { plot, shown } = this;
    if (plot === null || shown === null) return;
    const group = shown.drawing.strokes.find((stroke) => stroke.run === shown.highlighted)?.group;
    shown.drawing.strokes.forEach((stroke, place) => {
      const series = plot.series[place + 1];
      if (series === undefined) return;
      const own = shown.highlighted === null || stroke.run === shown.highlighted || (stroke.run === "" && stroke.group === group);
      series.alpha = own ? strength(stroke, shown.highlighted) : 0.15;
    });
    plot.redraw(false);
  }
}

function strength(stroke: Stroke, highlighted: string | null): number {
  if (highlighted !== null && stroke.run === highlighted) return 1;
  if (stroke.thin) return 0.3;
  return stroke.role === "train" || stroke.role === "mean train" ? 0.6 : 1;
}

function data(drawing: Drawing): uPlot.AlignedData {
  return [drawing.x, ...drawing.ys] as uPlot.AlignedData;
}

function options({ drawing, settings }: Shown, now: () => Shown, listener: Listener): Omit<uPlot.Options, "width" | "height"> {
  const { colours } = settings;
  return {
    padding: [10, labelSpace(drawing, colours), 0, 0],
    legend: { show: false },
    scales: {
      x: { time: false, range: () => [0, now().drawing.until || 1] },
      y: settings.logarithmic ? { distr: 3 } : { range: (_, least, most) => yRange(now(), least, most) },
    },
    axes: axes(settings),
    series: [{}, ...drawing.strokes.map((stroke) => line(stroke, colours))],
    bands: bands(drawing, colours),
    cursor: {
      y: false,
      drag: { x: false, y: false },
      points: { show: false },
      focus: { prox: 24 },
      sync: { key: SYNC.key, setSeries: false },
    },
    focus: { alpha: 1 },
    hooks: hooks(now, listener),
  };
}

function hooks(now: () => Shown, listener: Listener): uPlot.Hooks.Arrays {
  return {
    drawAxes: [(plot) => paintBaseline(plot, now())],
    draw: [
      (plot) => {
        paintFlags(plot, now());
        paintEnds(plot, now());
      },
    ],
    setCursor: [(plot) => listener.crossed(plot.cursor.idx ?? null, plot.cursor.left ?? -1)],
    setSeries: [
      (_, place) => listener.hovered(place === null ? null : now().drawing.strokes[place - 1]?.run || null),
    ],
  };
}

function line(stroke: Stroke, { hues }: Colours): uPlot.Series {
  const dashed = stroke.role === "validation" || stroke.role === "mean validation";
  const edge = stroke.role === "low" || stroke.role === "high";
  return {
    stroke: edge ? "transparent" : hues[stroke.hue],
    width: stroke.thin ? 1 : dashed ? 2.5 : 1.5,
    dash: dashed && !stroke.thin ? [8, 4] : dashed ? [3, 3] : [],
    cap: "round",
    points: { show: false },
  };
}

function bands({ strokes }: Drawing, { washes }: Colours): uPlot.Band[] {
  return strokes.flatMap((stroke, place) =>
    stroke.role === "high" ? [{ series: [place + 1, place + 2] as [number, number], fill: washes[stroke.hue] }] : [],
  );
}

/** Halves of ten and a hundred, none of twenty-five: nobody counts 7.5 epochs. */
const STEPS = [-2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8].flatMap((power) => [1, 2, 5].map((first) => Number(`${first}e${power}`)));

function axes({ colours, axisTitle, format, logarithmic }: Settings): uPlot.Axis[] {
  const font = `12px ${colours.font}`;
  const common = {
    stroke: colours.muted,
    font,
    labelFont: font,
    grid: { stroke: colours.line, width: 1 },
    ticks: { show: false },
    border: { show: false },
  };
  return [
    { ...common, incrs: STEPS, label: axisTitle, labelSize: 18, labelGap: 0, size: 24, space: 56, grid: { show: false }, border: { show: true, stroke: colours.line, width: 1 } },
    { ...common, size: 46, space: 36, gap: 6, grid: { ...common.grid, ...(logarithmic ? { filter: decades } : {}) }, values: (_, splits) => splits.map((value) => (value === null ? "" : tick(value, format, logarithmic))) },
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

function yRange({ drawing, settings }: Shown, least: number | null, most: number | null): uPlot.Range.MinMax {
  if (settings.range) return [settings.range[0], settings.range[1] + (settings.range[1] - settings.range[0]) * 0.02];
  const top = Math.min(most ?? 1, drawing.ceiling ?? Number.POSITIVE_INFINITY);
  const bottom = Math.min(0, least ?? 0);
  return [bottom, top > bottom ? top + (top - bottom) * 0.05 : bottom + 1];
}

const WIDEST_LABEL = 132;

/** Names at the ends of the lines need room beside the chart. */
function labelSpace({ strokes }: Drawing, { font }: Colours): number {
  const measure = document.createElement("canvas").getContext("2d");
  if (measure === null) return WIDEST_LABEL;
  measure.font = `600 12px ${font}`;
  const widest = Math.max(0, ...strokes.map((stroke) => measure.measureText(stroke.label).width));
  return Math.min(WIDEST_LABEL, widest) + 16;
}
