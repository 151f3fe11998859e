// What is out of sight, ticked here and hidden at once.

import { applies, PARTS } from "../../setup/controls";
import { isHidden } from "../../setup/hiding";
import { hideable } from "../../state/panels";
import { formControls, state } from "../../state/store";
import { hide } from "../../state/teaching";
import { text } from "../../text/text";
import { Tick } from "./fields";
import { hiddenName } from "./saying";
import css from "../../parts/Fold.module.css";

export function Hiding() {
  const { hidden } = state.teaching;
  const tick = (name: string) => <Tick key={name} title={hiddenName(name)} value={hidden.value.includes(name)} change={(on) => hide(name, on)} />;
  return (
    <details class={css.section}>
      <summary>
        {text("build.hide")}
        {hidden.value.length > 0 && ` · ${hidden.value.length}`}
      </summary>
      <p class="words">{text("build.hide.words")}</p>
      {hideable().map(({ id }) => tick(id))}
      {PARTS.map((part) => (
        <details key={part} class={css.advanced}>
          <summary>{text(`form.part.${part}`)}</summary>
          {tick(`/${part}`)}
          {!isHidden(hidden.value, `/${part}`) &&
            formControls.value
              .filter((control) => control.part === part && applies(control, state.spec.value[part]))
              .map(({ pointer }) => tick(pointer))}
        </details>
      ))}
    </details>
  );
}
