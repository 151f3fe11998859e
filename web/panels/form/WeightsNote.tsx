// Above Train while weights from a file are what the next training begins with: whose, what of them fits, and the way out.

import { useEffect, useState } from "preact/hooks";
import type { Wording } from "../../generated/types";
import { state } from "../../state/store";
import { fitting, leaveWeights } from "../../state/weights";
import { worded } from "../../text/sentences";
import { text } from "../../text/text";
import css from "./Form.module.css";

/** A slider that is dragged asks once the hand rests. */
const REST = 250;

export function WeightsNote({ file, weights }: { file: string; weights: string }) {
  const spec = state.spec.value;
  const [fit, setFit] = useState<Wording | string>("");
  useEffect(() => {
    let shown = true;
    const resting = setTimeout(() => void fitting(weights, spec).then((found) => shown && setFit(found)), REST);
    return () => {
      shown = false;
      clearTimeout(resting);
    };
  }, [weights, JSON.stringify(spec)]);
  return (
    <div class={css.fork} role="group" aria-label={text("weights.title")}>
      <div>
        <p class={css.fileName}>{text("weights.note", { file })}</p>
        {fit && (
          <p class="words" role="status">
            {worded(fit)}
          </p>
        )}
      </div>
      <button type="button" class="small" aria-label={text("weights.leave")} title={text("weights.leave")} onClick={leaveWeights}>
        ×
      </button>
    </div>
  );
}
