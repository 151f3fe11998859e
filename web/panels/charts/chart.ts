// One chart: create, update, destroy. It is rebuilt when its lines change, and given new data when they only grow.

import uPlot from "uplot";
import type { Drawing } from "../../curves/drawing";
import type { Stroke } from "../../curves/lines";
import { yRange } from "../../curves/scale";
import { nameBaselines, paintBaselines } from "./baselines";
import type { Colours } from "./colours";
import { paintEnds, paintEpochs, paintFlags, paintLook } from "./marks";
import { columnPath } from "./paths";
import { axes } from "./scales";
import type { Shown } from "./shown";

export interface Listener {
  /** The row of the shared grid under the cursor, or null; the place is in pixels of the chart. */
  crossed(row: number | null, left: number): void;
  hovered(run: string | null): void;
  /** Everything has its place now. */
  painted(): void;
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
    const { axis, logarithmic, colours, range } = settings;
    const signature = JSON.stringify([drawing.strokes, axis, logarithmic, colours, range]);
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

  /** The area of the lines, in pixels of the host; null before there is one. */
  get area(): { left: number; top: number; width: number; height: number } | null {
    if (this.plot === null) return null;
    const { left, top, width, height } = this.plot.bbox;
    const ratio = uPlot.pxRatio;
    return { left: left / ratio, top: top / ratio, width: width / ratio, height: height / ratio };
  }

  /** Where a point lies, in pixels of the host; null outside of what is shown. */
  locate(x: number, y: number): { left: number; top: number } | null {
    const { plot, area } = this;
    if (plot === null || area === null) return null;
    const left = plot.valToPos(x, "x");
    const top = plot.valToPos(y, "y");
    const inside = left >= -1 && left <= area.width + 1 && top >= -1 && top <= area.height + 1;
    return inside ? { left: area.left + left, top: area.top + top } : null;
  }

  /** The value at a height in pixels of the host, held to what is shown; null before there is a chart. */
  valueAt(top: number): number | null {
    const { plot, area } = this;
    return plot && area && plot.posToVal(Math.max(0, Math.min(area.height, top - area.top)), "y");
  }

  /** Puts the crosshair at a row of the grid, and takes it away. */
  cross(row: number | null): void {
    const x = row === null ? undefined : this.shown?.drawing.x[row];
    if (this.plot === null) return;
    if (x === undefined) this.plot.setCursor({ left: -10, top: -10 });
    else this.plot.setCursor({ left: this.plot.valToPos(x, "x"), top: 0 });
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
      const crowded = shown.drawing.crowded[place] === true;
      series.width = crowded ? 1 : width(stroke);
      series.dash = crowded ? [] : dash(stroke);
    });
    plot.redraw(false);
  }
}

function strength(stroke: Stroke, highlighted: string | null): number {
  if (stroke.faint) return 0.25;
  if (highlighted !== null && stroke.run === highlighted) return 1;
  if (stroke.old) return 0.2;
  if (stroke.thin) return 0.3;
  return stroke.role === "train" || stroke.role === "mean train" ? 0.6 : 1;
}

function data(drawing: Drawing): uPlot.AlignedData {
  return [drawing.x, ...drawing.ys] as uPlot.AlignedData;
}

function options({ drawing, settings }: Shown, now: () => Shown, listener: Listener): Omit<uPlot.Options, "width" | "height"> {
  const { colours } = settings;
  const names = labelSpace(drawing, colours);
  return {
    padding: [10, ({ width }) => Math.min(names, MOST_LABEL * width), 0, 0],
    legend: { show: false },
    scales: {
      x: { time: false, range: () => [now().drawing.window.from, now().drawing.window.to] },
      y: settings.logarithmic ? { distr: 3 } : { range: (_, least, most) => yRange(now().drawing, now().settings, least, most) },
    },
    axes: axes(settings),
    series: [{}, ...drawing.strokes.map((stroke) => line(stroke, now, colours))],
    bands: bands(drawing, colours),
    cursor: {
      y: false,
      drag: { x: false, y: false },
      points: { show: false },
      focus: { prox: 24 },
      sync: { key: SYNC.key, setSeries: false },
      // Looking closer is the business of the gestures, for all charts at once.
      bind: { dblclick: () => null },
    },
    focus: { alpha: 1 },
    hooks: hooks(now, listener),
  };
}

function hooks(now: () => Shown, listener: Listener): uPlot.Hooks.Arrays {
  return {
    // Round joins cost more than all else on a screen without a GPU.
    drawClear: [
      ({ ctx }) => {
        ctx.lineJoin = "bevel";
      },
    ],
    drawAxes: [
      (plot) => {
        paintEpochs(plot, now());
        paintBaselines(plot, now());
      },
    ],
    draw: [
      (plot) => {
        paintLook(plot, now());
        nameBaselines(plot, now());
        paintFlags(plot, now());
        paintEnds(plot, now());
        listener.painted();
      },
    ],
    setCursor: [(plot) => listener.crossed(plot.cursor.idx ?? null, plot.cursor.left ?? -1)],
    setSeries: [
      (_, place) => listener.hovered(place === null ? null : now().drawing.strokes[place - 1]?.run || null),
    ],
  };
}

function line(stroke: Stroke, now: () => Shown, { hues }: Colours): uPlot.Series {
  const edge = stroke.role === "low" || stroke.role === "high";
  return {
    stroke: edge ? "transparent" : hues[stroke.hue],
    width: width(stroke),
    dash: dash(stroke),
    cap: "round",
    points: { show: false },
    paths: (plot, place, first, last) => {
      const { crowded, thinned } = now().drawing;
      return thinned && crowded[place - 1] ? columnPath(plot, place, dashed(stroke)) : joined(plot, place, first, last);
    },
  };
}

const joined = (uPlot.paths.linear as uPlot.Series.LinearPathBuilderFactory)();

function dashed({ role }: Stroke): boolean {
  return role === "validation" || role === "mean validation";
}

function width(stroke: Stroke): number {
  if (stroke.thin || stroke.faint) return 1;
  return dashed(stroke) ? 2.5 : 1.5;
}

function dash(stroke: Stroke): number[] {
  if (!dashed(stroke)) return [];
  return stroke.thin || stroke.faint ? [3, 3] : [8, 4];
}

function bands({ strokes }: Drawing, { washes }: Colours): uPlot.Band[] {
  return strokes.flatMap((stroke, place) =>
    stroke.role === "high" ? [{ series: [place + 1, place + 2] as [number, number], fill: washes[stroke.hue] }] : [],
  );
}

const WIDEST_LABEL = 132;
/** The curves need more of the chart than their names do. */
const MOST_LABEL = 0.22;

/** Names at the ends of the lines need room beside the chart. */
function labelSpace({ strokes }: Drawing, { font, scale }: Colours): number {
  const measure = document.createElement("canvas").getContext("2d");
  if (measure === null) return WIDEST_LABEL;
  measure.font = `600 ${12 * scale}px ${font}`;
  const widest = Math.max(0, ...strokes.map((stroke) => measure.measureText(stroke.label).width));
  return Math.min(WIDEST_LABEL, widest) + 16;
}
