// A block inside another as it is drawn there: pressed, reached by keys and dragged within its row like those of the list.

import { useState } from "preact/hooks";
import { leave, pointAt } from "../../../state/pointing";
import { text } from "../../../text/text";
import { summary } from "../../form/blocks/summary";
import { blockOf } from "../../form/blocks/text";
import type { Block } from "../blocks";
import { press, Still } from "../Drawn";
import { type Drag, dragging } from "./dragging";
import { heldAt, type Inside, keysOf } from "./inside";
import { nameOf, type Spot } from "./inner";
import { dropped } from "./pieces";
import css from "./Editor.module.css";

interface Props extends Inside {
  spot: Spot;
  block: Block;
  chosen: boolean;
  /** Whether Tab comes to it: of all that a block holds to one. */
  reached: boolean;
}

export function Inner({ spot, block, chosen, reached, ...inside }: Props) {
  const [drag, show] = useState<Drag | null>(null);
  const held = heldAt(inside, spot);
  const own = held && blockOf(held.words[spot.at] ?? "", held.control.forms);
  if (!held || !own) return <Still block={block} />;
  const name = text("blocks.piece.inside", { number: spot.place + 1, at: spot.at + 1, block: held.title, summary: summary(own, held.control.forms) });
  const point = () => pointAt(`${held.control.pointer}/${spot.at}`, held.title, held.control.forms[own.type]?.text ?? "");
  const among = `[data-inner^="${spot.place}/${spot.field}/"]`;
  const drop = (_: Drag["what"], gap: number) => {
    // A block may be drawn in two parts: places are those of the row.
    const parts = [...(inside.row.current?.querySelectorAll<HTMLElement>(among) ?? [])].map(({ dataset }) => Number(dataset.inner?.split("/")[2]));
    const to = parts[gap] ?? held.words.length;
    const row = dropped(held.words, spot.at, to).join(" ");
    const at = to > spot.at ? to - 1 : to;
    if (row !== held.row) inside.put({ ...spot, at }, held.changed(row), text("blocks.told.moved", { place: at + 1 }));
  };
  const classes = [css.inner, chosen && css.chosen, drag && css.dragged];
  return (
    <button
      type="button"
      class={classes.filter(Boolean).join(" ")}
      data-inner={nameOf(spot)}
      tabIndex={reached ? 0 : -1}
      aria-expanded={chosen}
      title={name}
      style={drag ? { transform: `translate(${drag.x}px, ${drag.y}px)` } : undefined}
      onClick={() => press(block.layer) || inside.choose(chosen ? null : spot, false)}
      onKeyDown={keysOf(inside, spot)}
      onFocus={point}
      onBlur={leave}
      onPointerEnter={point}
      onPointerLeave={leave}
      {...dragging(spot.at, { row: inside.row, show, drop, among })}
    >
      <span class="unseen">{name}</span>
      <Still block={block} />
    </button>
  );
}
