// The frame of a control: title, unit, what the plan or the server says of it, and its one sentence on the line below.

import { useId } from "preact/hooks";
import { Readable } from "../../parts/Readable";
import { type Control, narrowed, type Setting } from "../../setup/controls";
import { written } from "../../setup/wording";
import { set } from "../../state/actions";
import { explain, leave, touches } from "../../state/pointing";
import { state } from "../../state/store";
import { sentences, text } from "../../text/text";
import { Input } from "./inputs";
import { Rates } from "./Rates";
import css from "./Form.module.css";
import fieldCss from "../../parts/Field.module.css";

interface Props {
  control: Control;
  value: Setting;
  change: (value: Setting) => void;
}

/** A control with its title; used in the form and for what may change while a run goes on. */
export function LabelledInput({ control, value, change }: Props) {
  const id = useId();
  return (
    <div class={control.shape === "switch" ? `${fieldCss.field} ${fieldCss.switch}` : fieldCss.field} role="group" aria-labelledby={`${id}-title`} aria-describedby={`${id}-words`}>
      <span class={fieldCss.title} id={`${id}-title`}>
        <Readable words={sentences([control.title, control.unit && text("form.unit", { unit: control.unit })])} />
      </span>
      <Input control={control} value={value} change={change} label={`${id}-title`} />
      <span class={`unseen ${fieldCss.description}`} id={`${id}-words`}>
        {control.text}
      </span>
    </div>
  );
}

export function Field({ control, value }: { control: Control; value: Setting }) {
  const bounded = narrowed(control, state.plan.value?.bounds);
  const refused = state.problem.value;
  const problem = refused && touches([refused.field], control.pointer) ? refused : null;
  const nearest = problem?.field === control.pointer ? ((problem.nearest ?? null) as Setting | null) : null;
  const fixed = state.fork.value !== null && !state.fork.value.told.settings.includes(control.pointer);
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
        <LabelledInput control={bounded} value={value} change={(next) => set(control.pointer, next)} />
      </fieldset>
      {control.preview === "rates" && <Rates />}
      {problem && (
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
