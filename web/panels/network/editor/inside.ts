// What is done to a block inside another: the row that it stands in, and what becomes of the one that holds it. Pure but for
// what it calls.

import type { RefObject } from "preact";
import { wordsOf } from "../../../setup/blocks";
import type { BlocksControl } from "../../../setup/controls";
import { text } from "../../../text/text";
import { rowOf } from "../../form/blocks/List";
import { moved, removed } from "../../form/blocks/list";
import { blockOf } from "../../form/blocks/text";
import { heldIn, rowIn, type Spot, stepped, withRow } from "./inner";

export interface Inside {
  control: BlocksControl;
  /** Of the list itself. */
  words: readonly string[];
  row: RefObject<HTMLDivElement | null>;
  /** Tries the block that holds it in another form; the one at the spot then has the focus. */
  put: (spot: Spot, word: string, said: string) => void;
  change: (spot: Spot, word: string, about: string) => void;
  choose: (spot: Spot | null, focus: boolean) => void;
}

/** The row of a spot; null where it is not there any more. */
export function heldAt({ control: all, words: list, put }: Inside, spot: Spot) {
  const holder = blockOf(list[spot.place] ?? "", all.forms);
  const outer = holder && heldIn(holder, all.forms).find(({ field }) => field === spot.field);
  if (!holder || !outer) return null;
  const control = rowOf(all, outer, `${all.pointer}/${spot.place}/${spot.field}`);
  const row = rowIn(holder, spot.field);
  const words = wordsOf(row);
  const own = blockOf(words[spot.at] ?? "", control.forms);
  if (!own) return null;
  const changed = (next: string) => withRow(holder, spot.field, next, all.forms);
  const out = () => put({ ...spot, at: Math.max(0, Math.min(spot.at, words.length - 2)) }, changed(removed(row, spot.at)), text("blocks.told.out", { place: spot.at + 1 }));
  return { holder, control, row, words, title: control.forms[own.type]?.title ?? "", changed, out };
}

/** As in the list itself: arrows go, with Alt they move it, Delete takes it out, Escape goes back to the block that holds it. */
export function keysOf(inside: Inside, spot: Spot) {
  return (event: KeyboardEvent) => {
    const held = heldAt(inside, spot);
    if (held === null) return;
    const by = { ArrowLeft: -1 as const, ArrowRight: 1 as const }[event.key];
    if (event.altKey && by !== undefined) {
      const to = spot.at + by;
      if (to >= 0 && to < held.words.length) inside.put({ ...spot, at: to }, held.changed(moved(held.row, spot.at, by)), text("blocks.told.moved", { place: to + 1 }));
    } else if (event.key.startsWith("Arrow")) {
      const next = stepped(held.holder, inside.control.forms, spot, event.key);
      if (next) inside.row.current?.querySelector<HTMLElement>(`[data-inner="${next.place}/${next.field}/${next.at}"]`)?.focus();
    } else if (event.key === "Delete" || event.key === "Backspace") held.out();
    else if (event.key === "Escape") inside.choose(null, true);
    else return;
    event.preventDefault();
  };
}
