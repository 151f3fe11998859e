// Several seeds as one: their mean, and how far they lie apart, at every epoch that all of them have reached.

import type { Band } from "./axis";
import type { Value } from "./history";
import { quantile } from "./student";

export interface Member {
  epochs: readonly Value[];
  xs: readonly Value[];
  ys: readonly Value[];
  factor: number;
}
/** Two edges; they grow as the members do, and their past stays. */
export interface Edges {
  low: number[];
  high: number[];
}
export interface Spread {
  /** How many members measure this at all. */
  count: number;
  epochs: number[];
  xs: number[];
  mean: number[];
  /** The standard deviation of the members, with n - 1 below. */
  deviation: number[];
  edges: Record<Exclude<Band, "off">, Edges>;
}

interface Known {
  members: readonly Member[];
  /** The next row of each member. */
  cursors: number[];
  spread: Spread;
}

/** By the first member's values; the others and the axis are compared. */
const known = new WeakMap<readonly Value[], Known[]>();
/** Axes and memberships of one group that are worth keeping. */
const MOST_KNOWN = 12;

export function spread(members: readonly Member[]): Spread | null {
  const first = members[0];
  if (first === undefined) return null;
  const before = known.get(first.ys) ?? [];
  let found = before.find((one) => same(one.members, members));
  if (found === undefined) {
    found = { members, cursors: members.map(() => 0), spread: empty(members.length) };
    known.set(first.ys, [found, ...before].slice(0, MOST_KNOWN));
  }
  while (advance(found));
  return found.spread.xs.length > 0 ? found.spread : null;
}

function same(one: readonly Member[], other: readonly Member[]): boolean {
  return (
    one.length === other.length &&
    one.every((member, place) => {
      const like = other[place] as Member;
      return member.ys === like.ys && member.xs === like.xs && member.factor === like.factor;
    })
  );
}

function empty(count: number): Spread {
  const edges = () => ({ low: [], high: [] });
  return { count, epochs: [], xs: [], mean: [], deviation: [], edges: { range: edges(), deviation: edges(), interval: edges() } };
}

/** Takes in the next epoch that every member has measured. A mean of fewer would jump. */
function advance({ members, cursors, spread }: Known): boolean {
  let farthest = Number.NEGATIVE_INFINITY;
  members.forEach((member, place) => {
    let row = cursors[place] as number;
    while (row < member.ys.length && typeof member.ys[row] !== "number") row++;
    cursors[place] = row;
    farthest = Math.max(farthest, row < member.ys.length ? (member.epochs[row] as number) : Number.POSITIVE_INFINITY);
  });
  if (!Number.isFinite(farthest)) return false;
  const behind = members.map((member, place) => (member.epochs[cursors[place] as number] as number) < farthest - 1e-9);
  if (behind.includes(true)) {
    behind.forEach((late, place) => {
      if (late) (cursors[place] as number)++;
    });
    return true;
  }
  take(spread, members, cursors, farthest);
  cursors.forEach((row, place) => {
    cursors[place] = row + 1;
  });
  return true;
}

function take(into: Spread, members: readonly Member[], rows: readonly number[], epoch: number): void {
  const values = members.map(({ ys }, place) => ys[rows[place] as number] as number);
  const middle = mean(values);
  const deviation = values.length > 1 ? Math.sqrt(sum(values.map((value) => (value - middle) ** 2)) / (values.length - 1)) : 0;
  const reach = values.length > 1 ? (quantile(values.length - 1) * deviation) / Math.sqrt(values.length) : 0;
  into.epochs.push(epoch);
  into.xs.push(mean(members.map(({ xs, factor }, place) => (xs[rows[place] as number] as number) * factor)));
  into.mean.push(middle);
  into.deviation.push(deviation);
  push(into.edges.range, Math.min(...values), Math.max(...values));
  push(into.edges.deviation, middle - deviation, middle + deviation);
  push(into.edges.interval, middle - reach, middle + reach);
}

function push(edges: Edges, low: number, high: number): void {
  edges.low.push(low);
  edges.high.push(high);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}
