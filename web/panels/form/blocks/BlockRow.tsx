// One block: what it is, in a row that opens to its settings.

import { useId } from "preact/hooks";
import { applies, type BlocksControl } from "../../../setup/controls";
import { explain, pointAt, touches } from "../../../state/pointing";
import { state } from "../../../state/store";
import { text } from "../../../text/text";
import { LabelledInput } from "../LabelledInput";
import { summary } from "./summary";
import { blockOf, formOf, wordOf } from "./text";
import css from "./Blocks.module.css";

interface Props {
  control: BlocksControl;
  word: string;
  place: number;
  last: boolean;
  open: boolean;
  does: {
    toggle: () => void;
    change: (word: string) => void;
    move: (by: -1 | 1) => void;
    twice: () => void;
    remove: (name: string) => void;
  };
}

export function BlockRow({ control, word, place, last, open, does }: Props) {
  const id = useId();
  const block = blockOf(word, control.forms);
  const form = block && control.forms[block.type];
  const pointer = `${control.pointer}/${place}`;
  const wrong = state.problem.value !== null && touches([state.problem.value.field], pointer);
  if (!block || !form) return null;
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowUp: -1 as const, ArrowDown: 1 as const }[event.key];
    if (event.altKey && by && !(by < 0 ? place === 0 : last)) does.move(by);
    else if (event.key === "Delete" || event.key === "Backspace") does.remove(form.title);
    else return;
    event.preventDefault();
  };
  const point = () => pointAt(pointer, form.title, form.text);
  const lit = touches(state.pointed.value, pointer);
  return (
    <li
      class={[css.block, lit && css.pointed, wrong && css.wrong, open && css.open].filter(Boolean).join(" ")}
      onPointerEnter={point}
      onPointerLeave={() => explain(control)}
    >
      <button
        type="button"
        class={css.name}
        data-block={place}
        aria-expanded={open}
        aria-controls={id}
        aria-invalid={wrong}
        title={text("blocks.keys")}
        onClick={does.toggle}
        onKeyDown={onKeyDown}
        onFocus={point}
      >
        <span class={css.kind} data-kind={block.type} aria-hidden="true" />
        <b>{form.title}</b> <span>{summary(block, control.forms)}</span>
      </button>
      {open && (
        <div class={css.settings} id={id} role="group" aria-label={text("blocks.number", { number: place + 1 })}>
          {formOf(control.forms, block.type)
            .filter((one) => applies(one, block.values))
            .map((one) => (
              <LabelledInput
                key={one.field}
                control={one}
                value={block.values[one.field] ?? one.initial}
                change={(value) => does.change(wordOf({ ...block, values: { ...block.values, [one.field]: value } }, control.forms))}
              />
            ))}
          <div class={css.actions}>
            <button type="button" class="small" disabled={place === 0} onClick={() => does.move(-1)}>
              ↑ {text("blocks.earlier")}
            </button>
            <button type="button" class="small" disabled={last} onClick={() => does.move(1)}>
              ↓ {text("blocks.later")}
            </button>
            <button type="button" class="small" onClick={does.twice}>
              {text("blocks.twice")}
            </button>
            <button type="button" class="small" onClick={() => does.remove(form.title)}>
              {text("blocks.out")}
            </button>
          </div>
        </div>
      )}
    </li>
  );
}
