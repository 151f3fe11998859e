// All numbers of a chain of convolutions, worked out here, and where each of them comes from and goes to.

import type { Floats } from "../../../generated/types";
import { floats } from "../packed";
import { type Axis, type Laid, laidOn, type Stage, type Tie } from "./laid";

/** (maps, height, width) */
export interface Maps {
  count: number;
  height: number;
  width: number;
  all: Float64Array;
}

export interface Link {
  stage: Stage;
  /** (outputs, inputs of a group, height, width) */
  weights: Float64Array;
  laid: Laid;
  /** What it gives before and after what becomes of it. */
  sums: Maps;
  maps: Maps;
}

export interface Chain {
  picture: Maps;
  links: Link[];
}

/** A number of the chain: 0 is the picture, 1 the maps of the first link. */
export interface Spot {
  step: number;
  map: number;
  row: number;
  column: number;
}

/** One product: an input times a weight, which is a part of an output. */
export interface Product {
  spot: Spot;
  /** Row and column of the weight in its kernel. */
  tap: readonly [number, number];
  value: number;
  weight: number;
}

const known = new WeakMap<readonly Stage[], Chain>();

export function chainOf({ picture, stages }: { picture: Floats; stages: readonly Stage[] }): Chain {
  const before = known.get(stages);
  if (before) return before;
  const first = unpackedMaps(picture);
  const links: Link[] = [];
  for (const stage of stages) links.push(linkOf(stage, links.at(-1)?.maps ?? first));
  const found = { picture: first, links };
  known.set(stages, found);
  return found;
}

function unpackedMaps({ shape, values }: Floats): Maps {
  const [count = 0, height = 0, width = 0] = shape;
  return { count, height, width, all: Float64Array.from(floats(values)) };
}

function linkOf(stage: Stage, inputs: Maps): Link {
  const laid = laidOn(stage, [inputs.height, inputs.width]);
  const weights = Float64Array.from(floats(stage.weights.values));
  const [count = 0, of = 1, high = 1, wide = 1] = stage.weights.shape;
  const [height, width] = stage.size;
  const all = new Float64Array(count * height * width);
  for (let map = 0; map < count; map++)
    for (let input = 0; input < of; input++) {
      const from = firstOf(stage, map) + input;
      for (let row = 0; row < height; row++)
        for (const { place: y, tap: down } of laid[0].made[row] ?? [])
          for (let column = 0; column < width; column++)
            for (const { place: x, tap: across } of laid[1].made[column] ?? []) {
              const at = (map * height + row) * width + column;
              all[at] = (all[at] ?? 0) + (weights[((map * of + input) * high + down) * wide + across] ?? 0) * (inputs.all[(from * inputs.height + y) * inputs.width + x] ?? 0);
            }
    }
  const sums = { count, height, width, all };
  return { stage, weights, laid, sums, maps: { ...sums, all: all.map((value) => bent(stage, value)) } };
}

function bent({ bend, threshold }: Stage, value: number): number {
  switch (bend) {
    case "relu":
      return Math.max(0, value);
    case "size":
      return Math.abs(value);
    case "threshold":
      return value > threshold ? 1 : 0;
    default:
      return value;
  }
}

/** The first input that an output of a stage reads: all of them, or those of its group. */
function firstOf({ weights, groups }: Stage, map: number): number {
  const [count = 1, of = 1] = weights.shape;
  return Math.floor((map * groups) / count) * of;
}

export function mapsAt({ picture, links }: Chain, step: number): Maps {
  return links[step - 1]?.maps ?? picture;
}

export function valueAt(maps: Maps, { map, row, column }: Omit<Spot, "step">): number {
  return maps.all[(map * maps.height + row) * maps.width + column] ?? 0;
}

/** What a number is the sum of; nothing of the picture itself. */
export function madeOf(chain: Chain, { step, map, row, column }: Spot): Product[] {
  const link = chain.links[step - 1];
  if (link === undefined) return [];
  const [, of = 1] = link.stage.weights.shape;
  return tied(link.laid[0].made[row], link.laid[1].made[column]).flatMap(({ places, tap }) =>
    Array.from({ length: of }, (_, input) => {
      const spot = { step: step - 1, map: firstOf(link.stage, map) + input, row: places[0], column: places[1] };
      return { spot, tap, value: valueAt(mapsAt(chain, step - 1), spot), weight: weightAt(link, map, input, tap) };
    }),
  );
}

/** What a number goes into: each with the weight that it is multiplied by. */
export function makes(chain: Chain, { step, map, row, column }: Spot): Product[] {
  const link = chain.links[step];
  if (link === undefined) return [];
  const [count = 0, of = 1] = link.stage.weights.shape;
  const value = valueAt(mapsAt(chain, step), { map, row, column });
  return tied(link.laid[0].makes[row], link.laid[1].makes[column]).flatMap(({ places, tap }) =>
    Array.from({ length: count }, (_, output) => output)
      .filter((output) => map >= firstOf(link.stage, output) && map < firstOf(link.stage, output) + of)
      .map((output) => ({
        spot: { step: step + 1, map: output, row: places[0], column: places[1] },
        tap,
        value,
        weight: weightAt(link, output, map - firstOf(link.stage, output), tap),
      })),
  );
}

function weightAt({ stage, weights }: Link, map: number, input: number, [down, across]: readonly [number, number]): number {
  const [, of = 1, high = 1, wide = 1] = stage.weights.shape;
  return weights[((map * of + input) * high + down) * wide + across] ?? 0;
}

function tied(down: readonly Tie[] = [], across: readonly Tie[] = []) {
  return down.flatMap((y) => across.map((x) => ({ places: [y.place, x.place] as const, tap: [y.tap, x.tap] as const })));
}

export interface Touched {
  rows: number[];
  columns: number[];
}

/** Rows and columns that a number comes from and goes to, through the whole chain: of each step, without its maps. */
export function touched(chain: Chain, spot: Spot): Touched[] {
  const found: Touched[] = [];
  found[spot.step] = { rows: [spot.row], columns: [spot.column] };
  const through = (axis: Axis, places: number[], way: "made" | "makes") => [...new Set(places.flatMap((place) => (axis[way][place] ?? []).map((tie) => tie.place)))];
  for (let step = spot.step; step > 0; step--) {
    const [{ laid }, after] = [chain.links[step - 1] as Link, found[step] as Touched];
    found[step - 1] = { rows: through(laid[0], after.rows, "made"), columns: through(laid[1], after.columns, "made") };
  }
  for (let step = spot.step; step < chain.links.length; step++) {
    const [{ laid }, before] = [chain.links[step] as Link, found[step] as Touched];
    found[step + 1] = { rows: through(laid[0], before.rows, "makes"), columns: through(laid[1], before.columns, "makes") };
  }
  return found;
}
