// What is painted on a chart beside its lines: ends of epochs, the guessing level, flags of changes, names at the ends.

import type uPlot from "uplot";
import type { Marker } from "../../curves/groups";
import type { Value } from "../../curves/history";
import type { Stroke } from "../../curves/lines";
import { distinguished } from "../../curves/names";
import type { Shown } from "./shown";

/** The canvas counts device pixels. */
export function ratio(): number {
  return window.devicePixelRatio || 1;
}

/** A hairline at the end of each epoch, where the axis counts something else. */
export function paintEpochs(plot: uPlot, { epochs, settings }: Shown): void {
  paintVerticals(plot, epochs, settings.colours.line, []);
}

/** Where the views inside look at, when that is not now. */
export function paintLook(plot: uPlot, { looked, settings }: Shown): void {
  if (looked !== null) paintVerticals(plot, [looked], settings.colours.text, [2, 2]);
}

function paintVerticals({ ctx, bbox, valToPos }: uPlot, xs: readonly number[], colour: string, dash: number[]): void {
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = ratio();
  ctx.setLineDash(dash.map((length) => length * ratio()));
  ctx.beginPath();
  for (const value of xs) {
    const x = Math.round(valToPos(value, "x", true)) + 0.5;
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
  }
  ctx.stroke();
  ctx.restore();
}

/** A rim of the ground keeps words readable where they lie over lines: stroke them, then fill them. */
export function rimmed(ctx: CanvasRenderingContext2D, ground: string): void {
  ctx.strokeStyle = ground;
  ctx.lineWidth = 3 * ratio();
  ctx.lineJoin = "round";
  ctx.setLineDash([]);
}

/** A hairline with a small flag where something happened, be it at the very end of what is shown. */
export function paintFlags(plot: uPlot, { drawing, settings }: Shown): void {
  const { ctx, bbox } = plot;
  const unit = ratio();
  ctx.save();
  ctx.font = `${11 * settings.colours.scale * unit}px ${settings.colours.font}`;
  ctx.textBaseline = "middle";
  drawing.flags.forEach((flag, place) => {
    const at = Math.round(plot.valToPos(flag.x, "x", true));
    if (at < bbox.left || at > bbox.left + bbox.width) return;
    const x = at + 0.5;
    const y = bbox.top + (8 + (place % 4) * 14) * unit;
    ctx.strokeStyle = settings.colours.hues[flag.hue];
    ctx.fillStyle = settings.colours.hues[flag.hue];
    ctx.lineWidth = unit;
    ctx.beginPath();
    ctx.moveTo(x, y - 5 * unit);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.beginPath();
    ctx.moveTo(x, y - 5 * unit);
    ctx.lineTo(x + 8 * unit, y - 1 * unit);
    ctx.lineTo(x, y + 3 * unit);
    ctx.fill();
    ctx.fillStyle = settings.colours.text;
    const left = x > bbox.left + bbox.width * 0.7;
    ctx.textAlign = left ? "right" : "left";
    ctx.fillText(flag.words, left ? x - 4 * unit : x + 11 * unit, y);
  });
  ctx.restore();
}

interface End {
  stroke: Stroke;
  x: number;
  y: number;
  /** The line goes on outside of what is shown. */
  beyond: boolean;
}

/** A mark at the newest point of every line, and its name beside it; names never lie over one another. */
export function paintEnds(plot: uPlot, shown: Shown): void {
  const { ctx, bbox } = plot;
  const ends = findEnds(plot, shown);
  ctx.save();
  for (const end of ends) {
    if (end.beyond) continue;
    ctx.globalAlpha = dim(end.stroke, shown.highlighted) ? 0.2 : 1;
    ctx.fillStyle = shown.settings.colours.hues[end.stroke.hue];
    paintMarker(ctx, end.stroke.marker, end.x, end.y, size(end.stroke) * ratio());
  }
  const unit = shown.settings.colours.scale * ratio();
  ctx.font = `600 ${12 * unit}px ${shown.settings.colours.font}`;
  ctx.textBaseline = "middle";
  ctx.textAlign = "left";
  rimmed(ctx, shown.settings.colours.ground);
  const own = distinguished(ends.map((end) => end.stroke.label).filter((label) => label !== ""));
  const named = ends.filter((end) => end.stroke.label !== "").map((end) => name(plot, end, own));
  for (const end of spread(named, 15 * unit, bbox.top, bbox.top + bbox.height)) {
    ctx.globalAlpha = dim(end.stroke, shown.highlighted) ? 0.3 : 1;
    ctx.fillStyle = shown.settings.colours.inks[end.stroke.hue];
    ctx.strokeText(end.label, end.left, end.labelY);
    ctx.fillText(end.label, end.left, end.labelY);
  }
  ctx.restore();
}

interface Named extends End {
  label: string;
  left: number;
  right: number;
  labelY: number;
}

/** Beside the end of its line; where there is no room for all of it, what it has of its own. */
function name({ ctx, bbox }: uPlot, end: End, own: (label: string) => string): Named {
  const left = Math.max(end.x, bbox.left) + 9 * ratio();
  const room = ctx.canvas.width - left;
  const whole = end.stroke.label;
  const label = ctx.measureText(whole).width <= room ? whole : fitting(ctx, own(whole), room);
  return { ...end, label, left, right: left + ctx.measureText(label).width, labelY: end.y };
}

/** Words that would leave the canvas end in dots. */
export function fitting(ctx: CanvasRenderingContext2D, label: string, room: number): string {
  if (ctx.measureText(label).width <= room) return label;
  let length = label.length - 1;
  while (length > 1 && ctx.measureText(`${label.slice(0, length)}…`).width > room) length--;
  return `${label.slice(0, length).trimEnd()}…`;
}

/** The newest validation is what counts; where training is takes a dot. */
function size({ role, thin }: Stroke): number {
  return thin ? 1.75 : role === "train" || role === "mean train" ? 2 : 3.5;
}

function dim(stroke: Stroke, highlighted: string | null): boolean {
  return highlighted === null ? stroke.old : stroke.run !== highlighted && stroke.run !== "";
}

function findEnds(plot: uPlot, { drawing }: Shown): End[] {
  const { from, to } = drawing.window;
  return drawing.strokes.flatMap((stroke, place) => {
    if (stroke.role === "low" || stroke.role === "high" || stroke.faint) return [];
    const values = drawing.ys[place] ?? [];
    const row = lastRow(values, drawing.x, to);
    const x = drawing.x[row];
    const value = values[row];
    if (row < 0 || x === undefined || x < from || typeof value !== "number") return [];
    let after = row + 1;
    while (after < values.length && typeof values[after] !== "number") after++;
    const beyond = after < values.length;
    const [endX, endY] = !beyond ? [x, value] : [to, crossing([x, value], [drawing.x[after] as number, values[after] as number], to)];
    return [{ stroke, x: plot.valToPos(endX, "x", true), y: inside(plot, plot.valToPos(endY, "y", true)), beyond }];
  });
}

/** Where a line that goes on leaves what is shown. */
function crossing([x, y]: [number, number], [nextX, nextY]: [number, number], at: number): number {
  return y + ((nextY - y) * (at - x)) / (nextX - x || 1);
}

/** A line that has left the chart keeps its name at the edge. */
function inside({ bbox }: uPlot, y: number): number {
  return Math.min(bbox.top + bbox.height, Math.max(bbox.top, Number.isFinite(y) ? y : bbox.top));
}

function lastRow(values: readonly Value[], x: readonly number[], until: number): number {
  for (let row = values.length - 1; row >= 0; row--)
    if (typeof values[row] === "number" && (x[row] as number) <= until) return row;
  return -1;
}

/** Names pushed apart where they would lie over one another, top to bottom, and back up where they would leave the chart. */
function spread(ends: Named[], apart: number, top: number, bottom: number): Named[] {
  const sorted = [...ends].sort((one, other) => one.y - other.y);
  const beside = (one: Named, other: Named) => one.left < other.right && other.left < one.right;
  sorted.forEach((end, place) => {
    const above = sorted.slice(0, place).filter((other) => beside(end, other));
    end.labelY = Math.max(end.y, top, ...above.map(({ labelY }) => labelY + apart));
  });
  sorted.reverse().forEach((end, place) => {
    const below = sorted.slice(0, place).filter((other) => beside(end, other));
    end.labelY = Math.min(end.labelY, bottom - apart / 2, ...below.map(({ labelY }) => labelY - apart));
  });
  return sorted;
}

export function paintMarker(ctx: CanvasRenderingContext2D, marker: Marker, x: number, y: number, size: number): void {
  ctx.beginPath();
  switch (marker) {
    case "circle":
      ctx.arc(x, y, size, 0, 2 * Math.PI);
      break;
    case "square":
      ctx.rect(x - size, y - size, 2 * size, 2 * size);
      break;
    case "triangle":
      ctx.moveTo(x, y - 1.2 * size);
      ctx.lineTo(x + 1.2 * size, y + size);
      ctx.lineTo(x - 1.2 * size, y + size);
      break;
    case "diamond":
      ctx.moveTo(x, y - 1.4 * size);
      ctx.lineTo(x + 1.4 * size, y);
      ctx.lineTo(x, y + 1.4 * size);
      ctx.lineTo(x - 1.4 * size, y);
      break;
    case "cross":
      ctx.rect(x - 1.4 * size, y - size / 3, 2.8 * size, (2 * size) / 3);
      ctx.rect(x - size / 3, y - 1.4 * size, (2 * size) / 3, 2.8 * size);
      break;
  }
  ctx.fill();
}
