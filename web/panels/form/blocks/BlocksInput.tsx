// The blocks of a network: a list whose rows open, move, come once more and go.

import { useEffect, useRef, useState } from "preact/hooks";
import "../../../text/blocks";
import type { InputProps } from "../../../parts/NumberInput";
import { wordsOf } from "../../../setup/blocks";
import type { BlocksControl } from "../../../setup/controls";
import { state } from "../../../state/store";
import { say } from "../../../state/toasts";
import { text } from "../../../text/text";
import { AsText } from "./AsText";
import { BlockRow } from "./BlockRow";
import { FRESH, inserted, moved, placeFor, removed, replaced } from "./list";
import css from "./Blocks.module.css";

export function BlocksInput({ control, value, change, label }: InputProps<BlocksControl, string>) {
  const [open, setOpen] = useState<number | null>(null);
  const list = useRef<HTMLOListElement>(null);
  /** Which row gets the focus once it stands where it belongs. */
  const next = useRef<number | null>(null);
  useEffect(() => {
    if (next.current === null) return;
    list.current?.querySelectorAll<HTMLButtonElement>("[data-block]").item(next.current)?.focus();
    next.current = null;
  });
  const words = wordsOf(value);
  const put = (blocks: string, place: number, stays: boolean) => {
    change(blocks);
    setOpen(stays ? place : null);
    next.current = place;
  };
  const remove = (place: number, name: string) => {
    put(removed(value, place), Math.min(place, words.length - 2), false);
    // Whatever else was changed since then stays.
    const back = () => change(inserted(String(state.spec.value.architecture[control.field]), place, words[place] ?? ""));
    say(text("blocks.removed", { block: name }), { action: { words: text("undo"), act: back }, about: "block" });
  };
  return (
    <div class={css.blocks} role="group" aria-labelledby={label}>
      {words.length === 0 && <p class="words">{text("blocks.none")}</p>}
      <ol class={css.list} ref={list}>
        {words.map((word, place) => (
          <BlockRow
            key={place}
            control={control}
            word={word}
            place={place}
            last={place === words.length - 1}
            open={place === open}
            does={{
              toggle: () => setOpen(place === open ? null : place),
              change: (next) => change(replaced(value, place, next)),
              move: (by) => put(moved(value, place, by), place + by, place === open),
              twice: () => put(inserted(value, place + 1, word), place + 1, place === open),
              remove: (name) => remove(place, name),
            }}
          />
        ))}
      </ol>
      <div class={css.add} role="group" aria-label={text("blocks.add")}>
        {Object.entries(FRESH).map(([type, fresh]) => (
          <button
            type="button"
            class="small"
            key={type}
            disabled={words.length >= control.longest}
            title={control.forms[type]?.text}
            onClick={() => {
              const place = placeFor(type, value, open);
              put(inserted(value, place, fresh), place, true);
            }}
          >
            + {control.forms[type]?.title}
          </button>
        ))}
      </div>
      <AsText control={control} value={value} change={change} />
    </div>
  );
}
