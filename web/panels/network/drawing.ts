// What the drawing of a network is made of: blocks one after another, and places where its way splits into lanes.

import type { Layer, Plan } from "../../generated/types";
import { type Block, blocks, fold, largest } from "./blocks";

/** Lanes side by side, each of blocks or of nothing (a skip), and what joins them. */
export interface Split {
  /** "stage1", "inception3a" */
  name: string;
  lanes: Block[][];
  join: Block;
  /** So many that are alike follow each other and are drawn once. */
  times: number;
}

export type Item = Block | Split;

export function isSplit(item: Item): item is Split {
  return "lanes" in item;
}

/** Lanes are drawn at half the size, so that all of them have room. */
const SMALL = 0.5;

/** With `apart`, what it says of two layers that differ is never drawn as one. */
export function drawing(plan: Plan, apart?: (layer: Layer) => unknown): Item[] {
  const splits = splitsOf(plan.layers);
  const inside = new Set([...splits.values()].flatMap(({ lanes }) => lanes.flat()));
  const widest = largest(plan);
  const found: Item[] = [];
  for (const layer of plan.layers) {
    if (inside.has(layer)) continue;
    const split = splits.get(layer);
    if (split && apart) found.push(drawn(layer, split.lanes, widest, apart));
    else if (split) add(found, drawn(layer, split.lanes, widest));
    else {
      const before = found.at(-1);
      const last = before && (isSplit(before) ? before.join : before);
      const together = last && (apart === undefined || apart(last.layer) === apart(layer));
      if (!last || !together || !fold(last, layer)) found.push(...blocks([layer], widest));
    }
  }
  return found;
}

function drawn(layer: Layer, lanes: Layer[][], widest: number, apart?: (layer: Layer) => unknown): Split {
  const [join] = blocks([layer], widest);
  return {
    name: layer.name.split(".")[0] ?? "",
    lanes: lanes.map((lane) => blocks(lane, widest, SMALL, apart)).sort((one, other) => Number(one.length > 0) - Number(other.length > 0)),
    join: join as Block,
    times: 1,
  };
}

/** The same once more is counted, not drawn. */
function add(found: Item[], split: Split): void {
  const before = found.at(-1);
  if (!before || !isSplit(before) || alike(before) !== alike(split)) {
    found.push(split);
    return;
  }
  before.times += 1;
  const own = [...split.lanes.flat(), split.join];
  [...before.lanes.flat(), before.join].forEach((block, place) => {
    block.settings.push(...(own[place]?.settings ?? []));
  });
}

function alike({ name, lanes, join }: Split): string {
  const of = ({ layer, shape }: Block) => `${layer.type} ${shape} ${layer.parameters}`;
  return JSON.stringify([name, lanes.map((lane) => lane.map(of)), of(join)]);
}

/** By the layer in which they meet, the lanes since they parted. */
function splitsOf(layers: readonly Layer[]): Map<Layer, { lanes: Layer[][] }> {
  const byName = new Map(layers.map((layer) => [layer.name, layer]));
  const parted = new Map<string, string | undefined>();
  const found = new Map<Layer, { lanes: Layer[][] }>();
  /** What goes before a layer; before one that joins, where its lanes parted. */
  const before = (name: string) => (parted.has(name) ? parted.get(name) : byName.get(name)?.reads[0]);
  for (const layer of layers) {
    if (layer.reads.length < 2) continue;
    const ways = layer.reads.map((read) => wayBack(read, before));
    const fork = ways[0]?.find((name) => ways.every((way) => way.includes(name)));
    if (fork === undefined) continue;
    parted.set(layer.name, fork);
    const lanes = ways.map((way) => way.slice(0, way.indexOf(fork)).reverse());
    found.set(layer, { lanes: lanes.map((lane) => lane.flatMap((name) => byName.get(name) ?? [])) });
  }
  return found;
}

function wayBack(name: string, before: (name: string) => string | undefined): string[] {
  const way: string[] = [];
  for (let at: string | undefined = name; at !== undefined && !way.includes(at); at = before(at)) way.push(at);
  return way;
}
