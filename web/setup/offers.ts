// What a race proposes for a setting, and what can be added to that with one press.

import type { Control, NumberControl, Setting, SizesControl } from "./controls";
import { clamp, toPosition, toValue } from "./scale";

/** A race of more values than these says less. */
export const MOST_VALUES = 8;

const DOWN = -1;
const UP = 1;
type Direction = typeof DOWN | typeof UP;

/** All options of a choice, both ways of a switch, some values around the present one of a number or of sizes. */
export function offered(control: Control, present: Setting): Setting[] {
  switch (control.shape) {
    case "choice":
      return control.options.slice(0, MOST_VALUES);
    case "switch":
      return [false, true];
    case "number":
      return around(control, clamp(Number(present), control.least, control.most));
    case "sizes":
      return aroundSizes(control, present as number[]);
    case "blocks":
      return blocksAround(String(present));
    case "choices":
    case "text":
    case "kernel":
    case "picture":
    case "data":
      return [present];
  }
}

/** Two halves and a double of what is doubled by habit; of other numbers one on either side. What has no room goes to the other. */
function around(control: NumberControl, present: number): number[] {
  const [below, all] = doubles(control) ? [2, 4] : [1, 3];
  const values = [present];
  const grow = (direction: Direction, until: number) => {
    while (values.length < until) {
      const next = beside(control, direction === DOWN ? Math.min(...values) : Math.max(...values), direction);
      if (next === null) return;
      values.push(next);
    }
  };
  grow(DOWN, below + 1);
  grow(UP, all);
  grow(DOWN, all);
  return distinct(values);
}

/** Half and double of every size; of no sizes at all one layer, in two widths. */
function aroundSizes(control: SizesControl, present: readonly number[]): number[][] {
  const first = clamp(32, control.least, control.most);
  const others = present.length > 0 ? [scaled(control, present, DOWN), scaled(control, present, UP)] : [[first], scaled(control, [first], UP)];
  return sorted([[...present], ...others.filter((one) => one !== null)]);
}

/** Half as many filters and units in every block, as many, and twice as many. */
export function blocksAround(present: string): string[] {
  return [...new Set([scaledBlocks(present, DOWN), present, scaledBlocks(present, UP)])];
}

function scaledBlocks(blocks: string, direction: Direction): string {
  return blocks.replace(/(?<=(?:^|[ (_!])(?:sep|local|part|dense|rnn|gru|lstm|peep)?)\d+(?=k|[- _!)]|$)/g, (count) => String(Math.max(1, doubled(Number(count), direction))));
}

function doubles({ logarithmic, whole }: NumberControl): boolean {
  return logarithmic && whole;
}

/** Few steps are taken one by one. */
const FEW = 12;

/** The next value in a direction: the double, the next of 1 and 3 or of 1, 2 and 5 with noughts, or a step; null where the field ends. */
export function beside(control: NumberControl, value: number, direction: Direction): number | null {
  const next = doubles(control) ? doubled(value, direction) : control.logarithmic ? decade(value, direction, [1, 3], control.most * FIRST) : stepped(control, value, direction);
  return next === value || next < control.least || next > control.most ? null : next;
}

function doubled(value: number, direction: Direction): number {
  return direction === UP ? Math.max(1, value * 2) : Math.floor(value / 2);
}

/** So much apart at least: 0.002 is between 0.001 and 0.003. */
const APART = 1.3;
/** Where a field may be off, this part of its most is the first that is not; on a plain scale it is larger. */
const FIRST = 1e-3;
const FIRST_PLAIN = 0.07;

/** `first` is what follows 0. */
function decade(value: number, direction: Direction, figures: readonly number[], first: number): number {
  if (value <= 0) return direction === UP ? Number(first.toPrecision(1)) : value;
  const from = Math.floor(Math.log10(value));
  const ladder = [from - 1, from, from + 1].flatMap((power) => figures.map((figure) => Number(`${figure}e${power}`)));
  const found = direction === UP ? ladder.find((one) => one > value * APART) : ladder.findLast((one) => one < value / APART);
  return found ?? value;
}

function stepped(control: NumberControl, value: number, direction: Direction): number {
  const { least, most, step, whole } = control;
  const few = (most - least) / step <= FEW || value < 0;
  const figures = [1, 2, 5];
  const first = decade((most - least) * FIRST_PLAIN, UP, figures, 0);
  const next = few ? value + direction * step : decade(value, direction, figures, whole ? 1 : first);
  return few && next >= least && next <= most ? toValue(control, toPosition(control, next)) : next;
}

/** Half or double of every size; null where one of them has no room. */
function scaled({ least, most }: SizesControl, sizes: readonly number[], direction: Direction): number[] | null {
  const next = sizes.map((size) => doubled(size, direction));
  return sizes.length > 0 && next.every((size) => size >= least && size <= most) ? next : null;
}

/** What one press adds to these values: further out on either side; for sizes one layer fewer or more too. */
export function further(control: NumberControl | SizesControl, values: readonly Setting[]): Setting[] {
  if (values.length === 0 || values.length >= MOST_VALUES) return [];
  const found = control.shape === "number" ? furtherNumbers(control, values as number[]) : furtherSizes(control, sorted(values as number[][]));
  const there = new Set(values.map((value) => JSON.stringify(value)));
  return found.filter((value) => !there.has(JSON.stringify(value)));
}

function furtherNumbers(control: NumberControl, values: readonly number[]): number[] {
  return [beside(control, Math.min(...values), DOWN), beside(control, Math.max(...values), UP)].filter((value) => value !== null);
}

function furtherSizes(control: SizesControl, values: readonly number[][]): number[][] {
  const [smallest, largest] = [values[0] ?? [], values.at(-1) ?? []];
  const shallower = smallest.length > Math.max(1, control.fewest) ? smallest.slice(0, -1) : null;
  const deeper = largest.length < control.longest ? [...largest, largest.at(-1) ?? clamp(32, control.least, control.most)] : null;
  return [scaled(control, smallest, DOWN), shallower, deeper, scaled(control, largest, UP)].filter((one) => one !== null);
}

export function distinct(values: readonly number[]): number[] {
  return [...new Set(values)].sort((one, other) => one - other);
}

/** Smaller networks first, each once. */
export function sorted(values: readonly number[][]): number[][] {
  const once = [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
  return once.sort((one, other) => sum(one) - sum(other) || one.length - other.length);
}

function sum(sizes: readonly number[]): number {
  return sizes.reduce((before, size) => before + size, 0);
}
