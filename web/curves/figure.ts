// A chart as a figure that stands by itself: title, legend, both axes. Laid out here, drawn by whichever pen there is.

import type { Baseline } from "./baselines";
import { shortened } from "./breadth";
import type { Drawing } from "./drawing";
import type { Marker } from "./groups";
import type { Stroke } from "./lines";
import { INK, PALETTE } from "./palette";
import { decades, type Ends, extent, logarithmicTicks, type Reach, ticks, yRange } from "./scale";

export type Point = readonly [number, number];

export interface LineStyle {
  colour: string;
  width: number;
  opacity: number;
  dash: readonly number[];
}
export interface TextStyle {
  size: number;
  colour: string;
  bold?: boolean;
  anchor?: "start" | "middle" | "end";
}
/** What draws: there is one for SVG, and one for a canvas. */
export interface Pen {
  /** All that `draw` draws is cut off outside of the box. */
  inside(box: Box, draw: () => void): void;
  rect(box: Box, colour: string): void;
  line(points: readonly Point[], style: LineStyle): void;
  area(points: readonly Point[], colour: string, opacity: number): void;
  marker(marker: Marker, at: Point, size: number, colour: string): void;
  text(words: string, at: Point, style: TextStyle): void;
}
export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}
export interface Figure extends Reach {
  drawing: Drawing;
  title: string;
  xTitle: string;
  logarithmic: boolean;
  formatX: (value: number) => string;
  formatY: (value: number) => string;
  baselineWords: (baseline: Baseline) => string;
  percent: boolean;
  /** "train", "validation", what the band is, and what else is to be known. */
  words: { train: string; validation: string; band: string; note: string };
}

export const SIZE = { width: 800, height: 480 } as const;
const LEGEND_LINE = 20;
/** Of a letter of 12 pixels, on average: there is nothing here that could measure one. */
const LETTER = 6.6;

interface Place {
  box: Box;
  x: (value: number) => number;
  y: (value: number) => number;
  yEnds: Ends;
}

export function paint(figure: Figure, pen: Pen): void {
  pen.rect({ left: 0, top: 0, ...SIZE }, INK.ground);
  pen.text(figure.title, [24, 34], { size: 17, colour: INK.text, bold: true });
  const below = legend(figure, pen, 58);
  const place = placed(figure, { left: 72, top: below + 12, width: SIZE.width - 96, height: SIZE.height - below - 70 });
  axes(figure, place, pen);
  pen.inside(place.box, () => {
    bands(figure, place, pen);
    lines(figure, place, pen);
    flags(figure, place, pen);
  });
  markers(figure, place, pen);
}

/** How far the y axis reaches. */
export function reach({ drawing, logarithmic, range, closer }: Figure): Ends {
  const found = extent(drawing, logarithmic);
  return logarithmic ? decades(found ?? [0.1, 1]) : yRange(drawing, { range, closer }, found?.[0] ?? null, found?.[1] ?? null);
}

function placed(figure: Figure, box: Box): Place {
  const { drawing, logarithmic } = figure;
  const yEnds = reach(figure);
  const { from, to } = drawing.window;
  const scale = logarithmic ? Math.log10 : (value: number) => value;
  const [low, high] = yEnds.map(scale) as Ends;
  return {
    box,
    yEnds,
    x: (value) => box.left + ((value - from) / (to - from)) * box.width,
    y: (value) => box.top + box.height - ((scale(value) - low) / (high - low)) * box.height,
  };
}

/** One entry for each name, then what dashes and bands mean. Gives where it ends. */
function legend({ drawing, words }: Figure, pen: Pen, top: number): number {
  let left = 24;
  let baseline = top;
  const entry = (name: string, sign: (at: Point) => void) => {
    const width = 24 + name.length * LETTER + 24;
    if (left + width > SIZE.width && left > 24) [left, baseline] = [24, baseline + LEGEND_LINE];
    sign([left, baseline - 4]);
    pen.text(name, [left + 26, baseline], { size: 12, colour: INK.text });
    left += width;
  };
  const key = (dash: readonly number[]) => (at: Point) =>
    pen.line([at, [at[0] + 20, at[1]]], { colour: INK.muted, width: 2, opacity: 1, dash });
  for (const { label, marker, hue } of named(drawing.strokes)) entry(label, ([x, y]) => pen.marker(marker, [x + 12, y], 4.5, PALETTE[hue]));
  if (drawing.strokes.some(isTrain)) entry(words.train, key([]));
  if (drawing.strokes.some(isValidation)) entry(words.validation, key(DASH));
  if (drawing.strokes.some(({ role }) => role === "high"))
    entry(words.band, ([x, y]) => pen.area([[x, y - 5], [x + 20, y - 5], [x + 20, y + 5], [x, y + 5]], INK.muted, 0.2));
  return baseline;
}

function named(strokes: readonly Stroke[]): Stroke[] {
  return [...new Map(strokes.filter(({ label }) => label !== "").map((stroke) => [stroke.label, stroke])).values()];
}

function isTrain({ role }: Stroke): boolean {
  return role === "train" || role === "mean train";
}

function isValidation({ role }: Stroke): boolean {
  return role === "validation" || role === "mean validation";
}

function axes(figure: Figure, { box, x, y, yEnds }: Place, pen: Pen): void {
  const { drawing, logarithmic, formatX, formatY } = figure;
  const bottom = box.top + box.height;
  const hairline = { colour: INK.line, width: 1, opacity: 1, dash: [] };
  const quiet = { size: 12, colour: INK.muted };
  for (const value of logarithmic ? logarithmicTicks(yEnds) : ticks(yEnds, 6)) {
    pen.line([[box.left, y(value)], [box.left + box.width, y(value)]], hairline);
    pen.text(formatY(value), [box.left - 8, y(value) + 4], { ...quiet, anchor: "end" });
  }
  pen.line([[box.left, bottom], [box.left + box.width, bottom]], { ...hairline, colour: INK.muted });
  for (const value of ticks([drawing.window.from, drawing.window.to], 8)) pen.text(formatX(value), [x(value), bottom + 18], { ...quiet, anchor: "middle" });
  pen.text(figure.xTitle, [box.left + box.width / 2, bottom + 40], { ...quiet, anchor: "middle" });
  pen.text(figure.words.note, [box.left + box.width, bottom + 40], { ...quiet, size: 11, anchor: "end" });
  const levels = drawing.baselines.filter(({ value }) => value >= yEnds[0] && value <= yEnds[1]).sort((one, other) => one.value - other.value);
  let above = Number.POSITIVE_INFINITY;
  for (const baseline of levels) {
    const at = y(baseline.value);
    const colour = baseline.hue === null ? INK.muted : PALETTE[baseline.hue];
    pen.line([[box.left, at], [box.left + box.width, at]], { ...hairline, colour, dash: [2, 3] });
    const words = Math.min(at - 4, above);
    above = words - 13;
    pen.text(shortened(figure.baselineWords(baseline), box.width / LETTER), [box.left + box.width - 4, words], { ...quiet, colour, size: 11, anchor: "end" });
  }
}

const DASH = [8, 4];

/** Points between two gaps. */
export function stretches(drawing: Drawing, place: number): Point[][] {
  const found: Point[][] = [[]];
  drawing.ys[place]?.forEach((y, row) => {
    if (y === null) found.push([]);
    else if (y !== undefined) found.at(-1)?.push([drawing.x[row] as number, y]);
  });
  return found.filter((points) => points.length > 0);
}

function lines({ drawing }: Figure, place: Place, pen: Pen): void {
  drawing.strokes.forEach((stroke, number) => {
    if (stroke.role === "low" || stroke.role === "high") return;
    const thin = stroke.thin || stroke.faint;
    const dash = !isValidation(stroke) ? [] : thin ? [3, 3] : DASH;
    const style = { colour: PALETTE[stroke.hue], width: thin ? 1 : isValidation(stroke) ? 2.5 : 1.5, opacity: opacity(stroke), dash };
    for (const points of stretches(drawing, number)) pen.line(points.map(([x, y]) => [place.x(x), finite(place, y)]), style);
  });
}

export function opacity(stroke: Stroke): number {
  if (stroke.faint || stroke.old) return 0.25;
  if (stroke.thin) return 0.3;
  return isTrain(stroke) ? 0.6 : 1;
}

/** What is nothing on a logarithmic axis lies far below it. */
function finite({ box, y }: Place, value: number): number {
  const at = y(value);
  return Number.isFinite(at) ? Math.max(box.top - 10_000, Math.min(box.top + box.height + 10_000, at)) : box.top + box.height + 10_000;
}

/** The high edge stands before the low one. */
function bands({ drawing }: Figure, place: Place, pen: Pen): void {
  drawing.strokes.forEach(({ role, hue }, number) => {
    if (role !== "high") return;
    const edge = (of: number): Point[] => stretches(drawing, of).flat().map(([x, y]) => [place.x(x), finite(place, y)]);
    pen.area([...edge(number), ...edge(number + 1).reverse()], PALETTE[hue], 0.16);
  });
}

function flags({ drawing }: Figure, { box, x }: Place, pen: Pen): void {
  drawing.flags.forEach((flag, number) => {
    const at = x(flag.x);
    const top = box.top + 12 + (number % 4) * 14;
    pen.line([[at, top - 8], [at, box.top + box.height]], { colour: PALETTE[flag.hue], width: 1, opacity: 1, dash: [] });
    const right = at > box.left + box.width * 0.7;
    pen.text(flag.words, [right ? at - 4 : at + 4, top], { size: 11, colour: INK.text, anchor: right ? "end" : "start" });
  });
}

/** Where a line ends, and with which mark, for those who cannot see its hue. */
function markers({ drawing }: Figure, place: Place, pen: Pen): void {
  drawing.strokes.forEach((stroke, number) => {
    const last = stretches(drawing, number).at(-1)?.at(-1);
    if (stroke.role === "low" || stroke.role === "high" || stroke.faint || last === undefined || last[0] > drawing.window.to) return;
    const y = Math.max(place.box.top, Math.min(place.box.top + place.box.height, finite(place, last[1])));
    const size = stroke.thin ? 1.75 : isTrain(stroke) ? 2 : 3.5;
    pen.marker(stroke.marker, [place.x(last[0]), y], size, PALETTE[stroke.hue]);
  });
}
