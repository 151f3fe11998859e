// Above Train while weights from a file are what the next training begins with: whose, and the way out.

import { leaveWeights } from "../../state/weights";
import { text } from "../../text/text";
import css from "./Form.module.css";

export function WeightsNote({ file }: { file: string }) {
  return (
    <div class={css.fork} role="group" aria-label={text("weights.title")}>
      <p class={css.fileName}>{text("weights.note", { file })}</p>
      <button type="button" class="small" aria-label={text("weights.leave")} title={text("weights.leave")} onClick={leaveWeights}>
        ×
      </button>
    </div>
  );
}
