// The drawing of a network in pieces: what each block of its list is drawn as, and what stands before and after them. Pure.

import type { Layer, Plan } from "../../../generated/types";
import { pathOf } from "./inner";
import { drawing, isSplit, type Item } from "../drawing";

export interface Pieces {
  before: Item[];
  /** By place in the list; empty where a block makes no layer, as flattening of what is flat. */
  blocks: Item[][];
  after: Item[];
}

/** Which block of the list made a layer; null of those that every network has. */
export function placeOf(layer: Layer, pointer: string): number | null {
  const path = pathOf(layer, pointer);
  return path === "" ? null : Number(path.split("/")[0]);
}

export function pieces(plan: Plan, pointer: string, count: number): Pieces {
  const found: Pieces = { before: [], blocks: Array.from({ length: count }, () => []), after: [] };
  let begun = false;
  for (const item of drawing(plan, (layer) => pathOf(layer, pointer))) {
    const place = placeOf(isSplit(item) ? item.join.layer : item.layer, pointer);
    const own = place === null ? undefined : found.blocks[place];
    if (own) own.push(item);
    else (begun ? found.after : found.before).push(item);
    begun ||= place !== null;
  }
  // Where no block is there at all, what is drawn comes after the place for the first.
  return begun ? found : { ...found, before: [], after: found.before };
}

/** Where something that is let go at a point goes: before the piece whose middle lies beyond it in its row. */
export function gapAt(point: { x: number; y: number }, boxes: readonly { left: number; right: number; top: number; bottom: number }[]): number {
  const row = (box: { top: number; bottom: number }) => Math.max(0, box.top - point.y, point.y - box.bottom);
  const nearest = Math.min(...boxes.map(row));
  for (const [place, box] of boxes.entries()) if (row(box) === nearest && point.x < (box.left + box.right) / 2) return place;
  return boxes.findLastIndex((box) => row(box) === nearest) + 1;
}

/** The list after the block at a place is let go in a gap; the same where that changes nothing. */
export function dropped(words: readonly string[], from: number, gap: number): string[] {
  const word = words[from];
  if (word === undefined) return [...words];
  return words.toSpliced(from, 1).toSpliced(gap > from ? gap - 1 : gap, 0, word);
}
