// "/" jumps to a control by a few letters of its title.

import { useState } from "preact/hooks";
import { Dialog } from "../../parts/Dialog";
import { applies, type Control } from "../../setup/controls";
import { isHidden } from "../../setup/hiding";
import { goTo } from "../../state/going";
import { closeDialog } from "../../state/page";
import { formControls, state } from "../../state/store";
import { text } from "../../text/text";
import css from "./Jump.module.css";
import entryCss from "../../parts/Entry.module.css";

const MOST = 8;

export function Jump() {
  const [typed, setTyped] = useState("");
  const found = matching(typed);
  return (
    <Dialog title={text("jump.title")} close={closeDialog}>
      <form
               onSubmit={(event) => {
          event.preventDefault();
          if (found[0]) jump(found[0]);
        }}
      >
        <input type="search" autofocus aria-label={text("jump.title")} value={typed} onInput={(event) => setTyped(event.currentTarget.value)} />
        <ul class={css.jumps}>
          {found.map((control) => (
            <li key={control.pointer}>
              <button type="button" class={entryCss.entry} onClick={() => jump(control)}>
                {control.title}
              </button>
            </li>
          ))}
        </ul>
      </form>
    </Dialog>
  );
}

function matching(typed: string): Control[] {
  const wanted = typed.trim().toLowerCase();
  return formControls.value
    .filter((control) => applies(control, state.spec.value[control.part]))
    .filter((control) => !isHidden(state.teaching.hidden.value, control.pointer))
    .filter((control) => control.title.toLowerCase().includes(wanted))
    .slice(0, MOST);
}

function jump(control: Control): void {
  closeDialog();
  goTo(control.pointer);
}
