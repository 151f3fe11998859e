// Which block is to be added: pressed it goes into the gap that was opened, dragged into another.

import { useEffect, useRef } from "preact/hooks";
import type { BlocksControl } from "../../../setup/controls";
import { text } from "../../../text/text";
import { fresh } from "../../form/blocks/list";
import css from "./Editor.module.css";
import formCss from "../../form/blocks/Blocks.module.css";

interface Props {
  control: BlocksControl;
  gap: number;
  inside?: boolean;
  add: (type: string, word: string) => void;
  listens: (word: string) => object;
}

export function Palette({ control, gap, inside = false, add, listens }: Props) {
  const all = useRef<HTMLDivElement>(null);
  useEffect(() => all.current?.querySelector("button")?.focus(), [gap]);
  return (
    <div ref={all} class={css.palette} role="group" aria-label={text("blocks.gap", { place: gap + 1 })}>
      {fresh(control.forms, inside).map(([type, word]) => (
        <button type="button" class="small" key={type} title={control.forms[type]?.text} onClick={() => add(type, word)} {...listens(word)}>
          <span class={formCss.kind} data-kind={type} aria-hidden="true" /> {control.forms[type]?.title}
        </button>
      ))}
    </div>
  );
}
