// A list of blocks whose rows open, move, come once more and go; of a network, or of a block that holds others.

import { useEffect, useRef, useState } from "preact/hooks";
import "../../../text/blocks";
import { INSIDE, wordsOf } from "../../../setup/blocks";
import type { BlocksControl } from "../../../setup/controls";
import { say } from "../../../state/toasts";
import { undo } from "../../../state/undoing";
import { text } from "../../../text/text";
import { BlockRow, type Within } from "./BlockRow";
import { fresh, inserted, moved, placeFor, removed, replaced } from "./list";
import css from "./Blocks.module.css";

interface Props {
  control: BlocksControl;
  value: string;
  label: string;
  /** `about` says what of the list is changed, "" where that is a step of its own. */
  change: (blocks: string, about: string) => void;
  inside?: boolean;
}

export function List({ control, value, label, change, inside = false }: Props) {
  const [open, setOpen] = useState<number | null>(null);
  const list = useRef<HTMLOListElement>(null);
  /** Which row gets the focus once it stands where it belongs. */
  const next = useRef<number | null>(null);
  useEffect(() => {
    if (next.current === null) return;
    const rows = [...(list.current?.children ?? [])].map((row) => row.querySelector<HTMLButtonElement>("[data-block]"));
    rows[next.current]?.focus();
    next.current = null;
  });
  const words = wordsOf(value);
  const put = (blocks: string, place: number, stays: boolean) => {
    change(blocks, "");
    setOpen(stays ? place : null);
    next.current = place;
  };
  const remove = (place: number, name: string) => {
    put(removed(value, place), Math.min(place, words.length - 2), false);
    const whole = `/${control.pointer.split("/").slice(1, 3).join("/")}`;
    say(text("blocks.removed", { block: name }), { action: { words: text("undo"), act: () => undo(whole) }, about: "block" });
  };
  return (
    <div class={css.blocks} role="group" aria-labelledby={label}>
      {words.length === 0 && !inside && <p class="words">{text("blocks.none")}</p>}
      <ol class={css.list} ref={list}>
        {words.map((word, place) => (
          <BlockRow
            key={place}
            control={control}
            word={word}
            place={place}
            last={place === words.length - 1}
            open={place === open}
            within={heldBy(control)}
            does={{
              toggle: () => setOpen(place === open ? null : place),
              change: (next, about) => change(replaced(value, place, next), `${place}/${about}`),
              move: (by) => put(moved(value, place, by), place + by, place === open),
              twice: () => put(inserted(value, place + 1, word), place + 1, place === open),
              remove: (name) => remove(place, name),
            }}
          />
        ))}
      </ol>
      <div class={css.add} role="group" aria-label={text("blocks.add")}>
        {fresh(control.forms, inside).map(([type, word]) => (
          <button
            type="button"
            class="small"
            key={type}
            disabled={words.length >= control.longest}
            title={control.forms[type]?.text}
            onClick={() => {
              const place = placeFor(type, value, open);
              put(inserted(value, place, word), place, true);
            }}
          >
            + {control.forms[type]?.title}
          </button>
        ))}
      </div>
    </div>
  );
}

/** What makes the lists inside the blocks of this one: they know the same kinds, and words have another mark between them. */
export function heldBy(control: BlocksControl): Within {
  return (outer, held, pointer, put) => {
    const rows = rowOf(control, outer, pointer);
    return (label) => <List control={rows} value={held.replaceAll(INSIDE, " ")} label={label} change={(blocks, about) => put(blocks.replaceAll(" ", INSIDE), about)} inside />;
  };
}

/** The control of a row inside a block: it knows those kinds that may stand there. */
export function rowOf(control: BlocksControl, outer: BlocksControl, pointer: string): BlocksControl {
  const forms = Object.fromEntries(outer.within.flatMap((type) => (control.forms[type] ? [[type, control.forms[type]]] : [])));
  return { ...outer, pointer, forms };
}
