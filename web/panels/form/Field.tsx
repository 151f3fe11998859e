// The frame of a control: title, unit, what the plan or the server says of it, and its one sentence on the line below.

import { later } from "../../parts/later";
import { type BlocksControl, type Control, narrowed, type Setting } from "../../setup/controls";
import { written } from "../../setup/wording";
import { set } from "../../state/actions";
import { explain, leave, touches } from "../../state/pointing";
import { state } from "../../state/store";
import { text } from "../../text/text";
import { Labelled, LabelledInput } from "./LabelledInput";
import { Rates } from "./Rates";
import css from "./Form.module.css";

const BlocksInput = later<{ control: BlocksControl; value: string; label: string }>(async () => (await import("./blocks/BlocksInput")).BlocksInput);

export function Field({ control, value }: { control: Control; value: Setting }) {
  const bounded = narrowed(control, state.plan.value?.bounds);
  const refused = state.problem.value;
  const problem = refused && touches([refused.field], control.pointer) ? refused : null;
  const nearest = problem?.field === control.pointer ? ((problem.nearest ?? null) as Setting | null) : null;
  const fixed = state.fork.value !== null && !state.fork.value.told.settings.includes(control.pointer);
  const change = (next: Setting) => set(control.pointer, next);
  const pointed = touches(state.pointed.value, control.pointer);
  return (
    <div
      class={pointed ? `${css.control} ${css.pointed}` : css.control}
      data-pointer={control.pointer}
      onPointerEnter={() => explain(control, fixed)}
      onPointerLeave={leave}
      onFocusCapture={() => explain(control)}
      onBlurCapture={leave}
    >
      <fieldset class={css.bare} disabled={fixed}>
        {control.shape === "blocks" ? (
          <Labelled control={control} value={value}>{(label) => <BlocksInput control={control} value={String(value)} label={label} />}</Labelled>
        ) : (
          <LabelledInput control={bounded} value={value} change={change} />
        )}
      </fieldset>
      {control.preview === "rates" && <Rates />}
      {problem && control.shape !== "blocks" && (
        <p class="problem" role="alert">
          {problem.detail}
          {nearest !== null && (
            <button type="button" class="link" onClick={() => set(control.pointer, nearest)}>
              {text("form.nearest", { value: written(nearest) })}
            </button>
          )}
        </p>
      )}
    </div>
  );
}
