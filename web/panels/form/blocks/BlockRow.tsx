// One block: what it is, in a row that opens to its settings.

import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { applies, type BlocksControl, type Control, type Setting } from "../../../setup/controls";
import { explain, pointAt, touches } from "../../../state/pointing";
import { state } from "../../../state/store";
import { text } from "../../../text/text";
import { Labelled, LabelledInput } from "../LabelledInput";
import { summary } from "./summary";
import { type Block, blockOf, formOf, wordOf } from "./text";
import css from "./Blocks.module.css";
import foldCss from "../../../parts/Fold.module.css";

/** The list of blocks that another holds, for the id of what names it. */
export type Within = (control: BlocksControl, held: string, pointer: string, put: (blocks: string, about: string) => void) => (label: string) => ComponentChildren;

interface Props {
  control: BlocksControl;
  word: string;
  place: number;
  last: boolean;
  open: boolean;
  within: Within;
  does: {
    toggle: () => void;
    /** `about` is the setting that changes. */
    change: (word: string, about: string) => void;
    move: (by: -1 | 1) => void;
    twice: () => void;
    remove: (name: string) => void;
  };
}

export function BlockRow({ control, word, place, last, open, within, does }: Props) {
  const id = useId();
  const block = blockOf(word, control.forms);
  const form = block && control.forms[block.type];
  const pointer = `${control.pointer}/${place}`;
  const wrong = state.problem.value !== null && touches([state.problem.value.field], pointer);
  if (!block || !form) return null;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
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
          <BlockSettings block={block} control={control} pointer={pointer} within={within} change={does.change} />
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

interface SettingsProps {
  block: Block;
  control: BlocksControl;
  pointer: string;
  within: Within;
  change: (word: string, about: string) => void;
}

/** The settings of one block; what is for few of them is folded away. */
export function BlockSettings({ block, control, pointer, within, change }: SettingsProps) {
  const own = formOf(control.forms, block.type).filter((one) => applies(one, block.values));
  const put = (field: string, value: Setting, about: string) => change(wordOf({ ...block, values: { ...block.values, [field]: value } }, control.forms), about);
  const input = (one: Control) => {
    const value = block.values[one.field] ?? one.initial;
    if (one.shape !== "blocks") return <LabelledInput key={one.field} control={one} value={value} change={(next) => put(one.field, next, one.field)} />;
    const held = within(one, String(value), `${pointer}/${one.field}`, (blocks, about) => put(one.field, blocks, about === "" ? "" : `${one.field}/${about}`));
    return (
      <Labelled key={one.field} control={one} value={value}>
        {held}
      </Labelled>
    );
  };
  const rare = own.filter(({ advanced }) => advanced);
  return (
    <>
      {own.filter(({ advanced }) => !advanced).map(input)}
      {rare.length > 0 && (
        <details class={foldCss.advanced}>
          <summary>{text("form.advanced")}</summary>
          {rare.map(input)}
        </details>
      )}
    </>
  );
}
