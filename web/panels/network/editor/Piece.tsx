// One block of the list as it is drawn: dragged it goes elsewhere, and pressed it shows its settings, or the view below
// what it can show of one layer. What it holds is pressed by itself.

import { type ComponentChild, Fragment } from "preact";
import { leave, pointAt } from "../../../state/pointing";
import { text } from "../../../text/text";
import type { Block } from "../blocks";
import { Branches, press, Still } from "../Drawn";
import { isSplit, type Item } from "../drawing";
import css from "./Editor.module.css";
import networkCss from "../Network.module.css";

interface Props {
  place: number;
  title: string;
  summary: string;
  words: string;
  pointer: string;
  items: readonly Item[];
  chosen: boolean;
  wrong: boolean;
  /** Whether Tab comes to it: of all pieces to one. */
  reached: boolean;
  does: { choose: () => void; focus: () => void; keys: (event: KeyboardEvent) => void };
  listens: object;
  dragged: { x: number; y: number } | null;
  /** A block that it holds, as something of its own; null of what belongs to it as a whole. */
  inner: (block: Block) => ComponentChild;
}

export function Piece({ place, title, summary, words, pointer, items, chosen, wrong, reached, does, listens, dragged, inner }: Props) {
  const name = text("blocks.piece", { number: place + 1, block: title, summary });
  const classes = [css.piece, chosen && css.chosen, wrong && css.wrong, dragged && css.dragged];
  const draw = (block: Block) => inner(block) ?? <Still block={block} />;
  return (
    <span class={classes.filter(Boolean).join(" ")} style={dragged ? { transform: `translate(${dragged.x}px, ${dragged.y}px)` } : undefined}>
      <button
        type="button"
        class={css.handle}
        data-piece={place}
        tabIndex={reached ? 0 : -1}
        aria-expanded={chosen}
        aria-invalid={wrong}
        title={`${title}, ${summary}`.replace(/, $/, "")}
        onClick={() => items.some((item) => !isSplit(item) && press(item.layer)) || does.choose()}
        onKeyDown={does.keys}
        onFocus={() => {
          does.focus();
          pointAt(pointer, title, words);
        }}
        onBlur={leave}
        onPointerEnter={() => pointAt(pointer, title, words)}
        onPointerLeave={leave}
        {...listens}
      >
        <span class="unseen">{name}</span>
      </button>
      {items.length === 0 && <span class={css.title}>{title}</span>}
      <span class={css.drawn}>
        {items.map((item, at) => (
          <Fragment key={at}>
            {at > 0 && <span class={networkCss.wire} />}
            {isSplit(item) ? <Branches split={item} draw={draw} /> : draw(item)}
          </Fragment>
        ))}
      </span>
    </span>
  );
}
