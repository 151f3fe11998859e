// Which task is learnt, in the bar.

import { chooseTask } from "../../state/actions";
import { state } from "../../state/store";
import { text } from "../../text/text";
import css from "../../pages/train/Top.module.css";

export function Tasks() {
  return (
    <label class={css.task}>
      <span class="unseen">{text("form.task")}</span>
      <select
        value={state.spec.value.task.name}
        onChange={(event) => chooseTask(event.currentTarget.value)}
      >
        {state.catalogue.value?.tasks.map((task) => (
          <option key={task.name} value={task.name}>
            {task.title}
            {task.missing === null ? "" : ` ${text("form.task.missing")}`}
          </option>
        ))}
      </select>
    </label>
  );
}
