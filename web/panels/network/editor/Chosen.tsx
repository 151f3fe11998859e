// The settings of the piece that was pressed, and what can be done with it by buttons.

import type { ComponentChildren } from "preact";
import type { BlocksControl } from "../../../setup/controls";
import { text } from "../../../text/text";
import { BlockSettings } from "../../form/blocks/BlockRow";
import { heldBy } from "../../form/blocks/List";
import { blockOf } from "../../form/blocks/text";
import css from "./Editor.module.css";

interface Props {
  control: BlocksControl;
  word: string;
  place: number;
  heading: string;
  last: boolean;
  does: {
    change: (word: string, about: string) => void;
    move: (by: -1 | 1) => void;
    twice: () => void;
    remove: () => void;
    close: () => void;
  };
  /** More that can be done with it. */
  children?: ComponentChildren;
}

export function Chosen({ control, word, place, heading, last, does, children }: Props) {
  const block = blockOf(word, control.forms);
  if (!block) return null;
  return (
    <div class={css.settings} role="group" aria-label={heading}>
      <p class={css.heading}>
        <b>{heading}</b>
        <button type="button" class="small" onClick={does.close}>
          {text("close")}
        </button>
      </p>
      <div class={css.actions}>
        <button type="button" class="small" disabled={place === 0} onClick={() => does.move(-1)}>
          ← {text("blocks.earlier")}
        </button>
        <button type="button" class="small" disabled={last} onClick={() => does.move(1)}>
          → {text("blocks.later")}
        </button>
        <button type="button" class="small" onClick={does.twice}>
          {text("blocks.twice")}
        </button>
        <button type="button" class="small" onClick={does.remove}>
          {text("blocks.out")}
        </button>
        {children}
      </div>
      <BlockSettings block={block} control={control} pointer={`${control.pointer}/${place}`} within={heldBy(control)} change={does.change} />
    </div>
  );
}
