// Above Train while the form is about a fork: whose weights, from when, and the way out.

import { epochText, type Fork, offered, startOf, startText } from "../../setup/fork";
import { forkAt, leaveFork } from "../../state/forking";
import { text } from "../../text/text";
import css from "./Form.module.css";

export function ForkNote({ fork: { name, told } }: { fork: Fork }) {
  const start = startOf(told);
  return (
    <div class={css.fork} role="group" aria-label={text("fork.title")}>
      <p>
        {text("fork.note", { epoch: epochText(start.epoch), name })}
        {!start.full && ` ${text("fork.weights")}`}
      </p>
      <button type="button" class="small" aria-label={text("fork.leave")} title={text("fork.leave")} onClick={leaveFork}>
        ×
      </button>
      <select aria-label={text("fork.start")} value={String(told.at)} onChange={(event) => forkAt(Number(event.currentTarget.value))}>
        {offered(told).map((one) => (
          <option key={one.step} value={String(one.step)}>
            {startText(told, one)}
          </option>
        ))}
      </select>
    </div>
  );
}
