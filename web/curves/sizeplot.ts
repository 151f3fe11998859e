// Where everything of a chart of sizes stands in its box, on the page and on paper. Pure.

import type { SeriesText } from "../generated/types";
import type { Band } from "./axis";
import type { Baseline } from "./baselines";
import { breadth, shortened } from "./breadth";
import { type Box, type Pen, type Point, SIZE } from "./figure";
import { INK, PALETTE } from "./palette";
import { aboutAll } from "./reading";
import { type Ends, ticks } from "./scale";
import type { Dot, Sizes } from "./sizes";

export interface Plotted {
  x: (value: number) => number;
  y: (value: number) => number;
  xTicks: number[];
  yTicks: number[];
  labels: Label[];
  baselines: Level[];
}

/** A guessing level: a line, or beyond the edge only its words there. */
export interface Level {
  baseline: Baseline;
  y: number;
  beyond: "above" | "below" | null;
}

export interface Label {
  dot: Dot;
  at: Point;
  anchor: "start" | "middle" | "end";
}

/** Room around the outermost dots, as a part of the axis. */
const ROOM = 0.08;
/** What takes less of the whole range than this is looked at closer. */
const CLOSE = 0.35;

export function plotted(sizes: Sizes, series: SeriesText, box: Box, letter: number): Plotted {
  const xs = sizes.dots.map(({ x }) => x);
  const [from, to] = padded([Math.min(...xs), Math.max(...xs)].map(Math.log10) as Ends, 0.15).map((power) => 10 ** power) as Ends;
  const [low, high] = heights(sizes, series);
  const x = (value: number) => box.left + (Math.log(value / from) / Math.log(to / from)) * box.width;
  const y = (value: number) => box.top + box.height - ((value - low) / (high - low)) * box.height;
  const levels = sizes.baselines.map((baseline): Level => {
    const beyond = baseline.value > high ? "above" : baseline.value < low ? "below" : null;
    return { baseline, y: y(Math.max(low, Math.min(high, baseline.value))) + (beyond === "above" ? 2 * letter : 0), beyond };
  });
  return {
    x,
    y,
    xTicks: costTicks([from, to], x, letter * 5),
    yTicks: ticks([low, high], Math.max(2, Math.min(6, Math.floor(box.height / 40)))),
    labels: labels(sizes.dots.filter(({ thin, old }) => !thin && !old), x, y, box, letter, guesses(levels, box, letter)),
    baselines: levels,
  };
}

function padded([low, high]: Ends, least: number): Ends {
  const room = Math.max((high - low) * ROOM, least);
  return [low - room, high + room];
}

function heights({ dots }: Sizes, { range }: SeriesText): Ends {
  const ys = dots.flatMap(({ y, of }) => [y, ...(of?.values ?? [])]);
  const [least, most] = [Math.min(...ys), Math.max(...ys)];
  if (range === null) return [least >= 0 && least < (most - least) ? 0 : least - ROOM * (most - least || 1), most + 2 * ROOM * (most - least || 1)];
  const [low, high] = range;
  const whole = high - low;
  if (most - least >= CLOSE * whole || most <= low) return [low, high + whole * 0.02];
  const room = Math.max(0.25 * (most - least), 0.01 * whole);
  return [Math.max(low, least - room), Math.min(high + whole * 0.02, most + room)];
}

/** Between powers of ten as many as have room; where the axis is shorter than that, round numbers. */
function costTicks([from, to]: Ends, x: (value: number) => number, least: number): number[] {
  const powers = Array.from({ length: Math.ceil(Math.log10(to)) - Math.floor(Math.log10(from)) + 1 }, (_, place) => Math.floor(Math.log10(from)) + place);
  for (const figures of BETWEEN) {
    const all = powers.flatMap((power) => figures.map((figure) => Number(`${figure}e${power}`)));
    const found = all.filter((tick) => tick >= from && tick <= to);
    if (found.length > 1 && found.every((tick, place) => place === 0 || x(tick) - x(found[place - 1] as number) >= least)) return found;
  }
  return ticks([from, to], 4);
}

const BETWEEN = [[1, 2, 3, 5, 7], [1, 2, 5], [1, 3], [1]] as const;

interface Taken {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

const AWAY = 9;

/** What guessing gets is written above its line, at the right. */
function guesses(levels: readonly Level[], { left, width }: Box, letter: number): Taken[] {
  return levels.map(({ y }) => ({ left: left + width - GUESS * letter, right: left + width, top: y - 2 * letter, bottom: y }));
}

const SIGN = { above: "↑ ", below: "↓ " } as const;

/** No longer than so many letters. */
export function levelWords(words: string, { beyond }: Level, letters: number): string {
  return shortened(beyond === null ? words : SIGN[beyond] + words, letters);
}

/** Letters of what is written at a guessing line, about. */
const GUESS = 14;

/** Each name beside its dot, where none of what stands there already is covered; who finds no place is named when pointed at. */
function labels(dots: readonly Dot[], x: (value: number) => number, y: (value: number) => number, box: Box, letter: number, written: readonly Taken[]): Label[] {
  const around = dots.map((dot) => ({ left: x(dot.x) - 6, right: x(dot.x) + 6, top: y(dot.y) - 6, bottom: y(dot.y) + 6 }));
  const taken: Taken[] = [...around, ...written];
  const found: Label[] = [];
  for (const dot of dots) {
    const width = breadth(dot.name) * letter;
    const [across, down] = [x(dot.x), y(dot.y)];
    const places: [Label["anchor"], Point, Taken][] = (
      [
        ["middle", [across, down - AWAY], across - width / 2, down - AWAY - 2 * letter],
        ["middle", [across, down + AWAY + 1.5 * letter], across - width / 2, down + AWAY],
        ["start", [across + AWAY, down + 4], across + AWAY, down - letter],
        ["end", [across - AWAY, down + 4], across - AWAY - width, down - letter],
      ] as const
    ).map(([anchor, at, left, top]) => [anchor, at, { left, right: left + width, top, bottom: top + 2 * letter }]);
    const place = places.find(([, , room]) => within(room, box) && !taken.some((other) => overlap(room, other)));
    if (place === undefined) continue;
    const [anchor, at, room] = place;
    found.push({ dot, at, anchor });
    taken.push(room);
  }
  return found;
}

function within(room: Taken, { left, top, width, height }: Box): boolean {
  return room.left >= left && room.right <= left + width && room.top >= top && room.bottom <= top + height;
}

function overlap(one: Taken, other: Taken): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

/** How far the seeds of a mean lie apart. */
export function whisker({ of }: Dot, band: Band): Ends | null {
  const about = of === null ? null : aboutAll(of.values, band === "off" ? "range" : band);
  return about && of !== null && of.values.length > 1 ? [about.low, about.high] : null;
}

/** A chart of sizes that stands by itself. */
export interface SizeFigure {
  title: string;
  xTitle: string;
  series: SeriesText;
  sizes: Sizes;
  band: Band;
  formatX: (value: number) => string;
  formatY: (value: number) => string;
  baselineWords: (baseline: Baseline) => string;
}

const PLOT: Box = { left: 72, top: 64, width: SIZE.width - 104, height: SIZE.height - 124 };
const LETTER = 6.2;

export function paintSizes(figure: SizeFigure, pen: Pen): void {
  const { sizes, series } = figure;
  const { x, y, xTicks, yTicks, labels: named, baselines } = plotted(sizes, series, PLOT, LETTER);
  const right = PLOT.left + PLOT.width;
  const bottom = PLOT.top + PLOT.height;
  const quiet = { size: 12, colour: INK.muted };
  const hairline = { colour: INK.line, width: 1, opacity: 1, dash: [] };
  pen.rect({ left: 0, top: 0, ...SIZE }, INK.ground);
  pen.text(figure.title, [24, 34], { size: 17, colour: INK.text, bold: true });
  for (const value of yTicks) {
    pen.line([[PLOT.left, y(value)], [right, y(value)]], hairline);
    pen.text(figure.formatY(value), [PLOT.left - 8, y(value) + 4], { ...quiet, anchor: "end" });
  }
  pen.line([[PLOT.left, bottom], [right, bottom]], { ...hairline, colour: INK.muted });
  for (const value of xTicks) pen.text(figure.formatX(value), [x(value), bottom + 18], { ...quiet, anchor: "middle" });
  pen.text(figure.xTitle, [PLOT.left + PLOT.width / 2, bottom + 40], { ...quiet, anchor: "middle" });
  for (const level of baselines) {
    const { hue } = level.baseline;
    if (level.beyond === null) pen.line([[PLOT.left, level.y], [right, level.y]], { ...hairline, colour: hue ? PALETTE[hue] : INK.muted, dash: [2, 3] });
    pen.text(levelWords(figure.baselineWords(level.baseline), level, PLOT.width / LETTER), [right - 4, level.y - 4], { ...quiet, size: 11, anchor: "end" });
  }
  for (const { hue, points, old } of sizes.families)
    pen.line(points.map(([cost, value]) => [x(cost), y(value)]), { colour: hue ? PALETTE[hue] : INK.muted, width: 1.5, opacity: old ? 0.25 : 0.6, dash: [] });
  for (const dot of sizes.dots) {
    const ends = whisker(dot, figure.band);
    const colour = PALETTE[dot.paint.hue];
    if (ends) pen.line(ends.map((value): Point => [x(dot.x), y(value)]), { colour, width: 2, opacity: 0.5, dash: [] });
    pen.marker(dot.paint.marker, [x(dot.x), y(dot.y)], dot.thin || dot.old ? 2.5 : 5, colour);
  }
  for (const { dot, at, anchor } of named) pen.text(dot.name, at, { size: 12, colour: INK.text, anchor });
}
