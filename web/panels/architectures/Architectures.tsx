// Which network it is, of those that fit the task, under their families.

import { families, type Named } from "../../setup/families";
import { choose } from "../../state/actions";
import { state } from "../../state/store";
import { text } from "../../text/text";
import css from "../../parts/Field.module.css";

export function Architectures() {
  const catalogue = state.catalogue.value;
  const fitting = state.task.value?.architectures ?? [];
  const present = state.spec.value.architecture.name;
  return (
    <div class={`${css.field} ${css.beside}`}>
      <label class={css.title} for="architecture">
        {text("form.architecture")}
      </label>
      <select
        id="architecture"
        disabled={state.fork.value !== null}
        value={present}
        onChange={(event) => choose(state.spec.value.task.name, event.currentTarget.value)}
      >
        {families(fitting, catalogue?.architectures ?? []).map(({ family, entries }) =>
          family === null ? (
            options(entries)
          ) : (
            <optgroup key={family} label={text(`family.${family}`)}>
              {options(entries)}
            </optgroup>
          ),
        )}
      </select>
    </div>
  );
}

function options(entries: readonly Named[]) {
  return entries.map(({ name, title }) => (
    <option key={name} value={name}>
      {title}
    </option>
  ));
}
