// Blocks that stand inside another: which of them made a layer, their rows, and the ways between them. Pure.

import type { Layer } from "../../../generated/types";
import { type BlockForm, INSIDE, wordsOf } from "../../../setup/blocks";
import type { BlocksControl } from "../../../setup/controls";
import { type Block, formOf, wordOf } from "../../form/blocks/text";

/** The block at a place of the list, the row that it holds, and the place in that row. */
export interface Spot {
  place: number;
  field: string;
  at: number;
}

type Forms = Readonly<Record<string, BlockForm>>;

/** What made a layer, as "2/layers/0"; "2" where that is a block of the list itself, "" where it is none. */
export function pathOf({ settings }: Layer, pointer: string): string {
  const own = settings.find((one) => one.startsWith(`${pointer}/`))?.slice(pointer.length + 1) ?? "";
  const [, place = "", inside = ""] = /^(\d+)(\/\w+\/\d+)?/.exec(own) ?? [];
  return place + inside;
}

/** Null of a layer that no block inside another made. */
export function spotOf(layer: Layer, pointer: string): Spot | null {
  const [place, field, at] = pathOf(layer, pointer).split("/");
  return field === undefined ? null : { place: Number(place), field, at: Number(at) };
}

/** As the drawing names it: "2/layers/0" */
export function nameOf({ place, field, at }: Spot): string {
  return `${place}/${field}/${at}`;
}

export function same(one: Spot | null, other: Spot | null): boolean {
  return one !== null && other !== null && one.place === other.place && one.field === other.field && one.at === other.at;
}

/** The rows that a block holds, in their order. */
export function heldIn(block: Block, forms: Forms): BlocksControl[] {
  return formOf(forms, block.type).filter((one): one is BlocksControl => one.shape === "blocks");
}

export function rowIn(block: Block, field: string): string {
  return String(block.values[field] ?? "").replaceAll(INSIDE, " ");
}

/** The block with another row. */
export function withRow(block: Block, field: string, row: string, forms: Forms): string {
  return wordOf({ ...block, values: { ...block.values, [field]: row.replaceAll(" ", INSIDE) } }, forms);
}

/** Where a key leads: along the row, and from one branch to the other; null where nothing is. */
export function stepped(block: Block, forms: Forms, spot: Spot, key: string): Spot | null {
  const rows = heldIn(block, forms).flatMap(({ field }) => {
    const count = wordsOf(rowIn(block, field)).length;
    return count > 0 ? [{ field, count }] : [];
  });
  const lane = rows.findIndex(({ field }) => field === spot.field);
  const across = { ArrowLeft: -1, ArrowRight: 1 }[key] ?? 0;
  const down = { ArrowUp: -1, ArrowDown: 1 }[key] ?? 0;
  const row = rows[lane + down];
  if (row === undefined) return null;
  const at = Math.min(spot.at + across, down === 0 ? spot.at + across : row.count - 1);
  return at >= 0 && at < row.count ? { ...spot, field: row.field, at } : null;
}
