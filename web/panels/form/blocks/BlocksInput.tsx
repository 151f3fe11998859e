// The blocks of a network in the form: their list, undo and redo, all of them in one line, and what is wrong with them.

import "../../../text/blocks";
import type { BlocksControl, Setting } from "../../../setup/controls";
import { touches } from "../../../state/pointing";
import { state } from "../../../state/store";
import { edit, undoKeys } from "../../../state/undoing";
import { AsText } from "./AsText";
import { List } from "./List";
import { Refused } from "./Refused";
import { Steps } from "./Steps";
import css from "./Blocks.module.css";

interface Props {
  control: BlocksControl;
  value: string;
  label: string;
}

export function BlocksInput({ control, value, label }: Props) {
  const { pointer } = control;
  const refused = state.problem.value;
  const change = (blocks: string, about: string) => edit(pointer, blocks, about);
  return (
    <div onKeyDown={(event) => !typing(event.target) && undoKeys(pointer, event)}>
      <List control={control} value={value} label={label} change={change} />
      <div class={css.steps}>
        <Steps pointer={pointer} />
      </div>
      <AsText control={control} value={value} change={(next: Setting) => edit(pointer, String(next))} />
      {refused && touches([refused.field], pointer) && <Refused problem={refused} blocks={value} take={(blocks) => edit(pointer, blocks)} />}
    </div>
  );
}

/** In a line of text the browser undoes what was typed. */
export function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement && target.type === "text";
}
