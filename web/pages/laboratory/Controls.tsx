// The controls of a laboratory, in the order of its file and in their groups.

import type { Entry } from "../../generated/types";
import { LabelledInput } from "../../panels/form/LabelledInput";
import { Readable } from "../../parts/Readable";
import { applies, type Control, type NumberControl, type Setting } from "../../setup/controls";
import { laboratoryControls } from "../../setup/laboratory";
import { toPosition } from "../../setup/scale";
import { sections } from "../../setup/sections";
import { written } from "../../setup/wording";
import { laboratory, setInLaboratory } from "../../state/laboratory";
import { explain, leave } from "../../state/pointing";
import { state } from "../../state/store";
import { worded } from "../../text/sentences";
import { text } from "../../text/text";
import css from "./Laboratory.module.css";
import formCss from "../../panels/form/Form.module.css";
import foldCss from "../../parts/Fold.module.css";

type Settings = Readonly<Record<string, Setting>>;

export function Controls({ entry, settings }: { entry: Entry; settings: Settings }) {
  const inForce = laboratoryControls(entry).filter((control) => applies(control, settings));
  return (
    <>
      <div class={css.scroll}>
        {sections(inForce, () => text("laboratory.controls")).map(({ title, controls, folds }) => (
          <section class={css.group} key={title}>
            <h3>{title}</h3>
            <Fields controls={controls} settings={settings} />
            {folds.map((fold) => (
              <details class={foldCss.advanced} key={fold.title}>
                <summary>{fold.title === "" ? text("form.advanced") : fold.title}</summary>
                <Fields controls={fold.controls} settings={settings} />
              </details>
            ))}
          </section>
        ))}
      </div>
      <Explanation />
    </>
  );
}

function Fields({ controls, settings }: { controls: Control[]; settings: Settings }) {
  return (
    <>
      {controls.map((control) => (
        <Field key={control.pointer} control={control} value={settings[control.field] ?? control.initial} />
      ))}
    </>
  );
}

function Field({ control, value }: { control: Control; value: Setting }) {
  const { problem } = laboratory;
  const refused = problem.value?.field === `/${control.field}` ? problem.value : null;
  const nearest = refused?.nearest as Setting | null | undefined;
  const change = (next: Setting) => setInLaboratory(control.field, next);
  return (
    <div class={formCss.control} data-pointer={control.pointer} onPointerEnter={() => explain(control)} onPointerLeave={leave} onFocusCapture={() => explain(control)} onBlurCapture={leave}>
      <LabelledInput control={control} value={value} change={change} />
      {control.shape === "number" && <Limits control={control} />}
      {refused && (
        <p class="problem" role="alert">
          {refused.detail}
          {nearest !== null && nearest !== undefined && (
            <button type="button" class="link" onClick={() => change(nearest)}>
              {text("form.nearest", { value: written(nearest) })}
            </button>
          )}
        </p>
      )}
    </div>
  );
}

/** Below the slider: values beyond which something else happens, each where it lies on it. */
function Limits({ control }: { control: NumberControl }) {
  const limits = laboratory.limits.value.filter(({ setting, value }) => setting === control.field && value >= control.least && value <= control.most);
  if (limits.length === 0) return null;
  return (
    <div class={css.limits}>
      <div class={css.track} aria-hidden="true">
        {limits.map(({ value }) => (
          <span key={value} style={{ "--at": toPosition(control, value) }} />
        ))}
      </div>
      {limits.map(({ value, words }) => (
        <p key={value}>{worded(words)}</p>
      ))}
    </div>
  );
}

/** A place kept free for sentences, so that none pushes a control away from under the pointer. */
function Explanation() {
  const { title, words } = state.explained.value ?? { title: "", words: text("laboratory.explain") };
  return (
    <p class={css.explanation}>
      {title && (
        <b>
          <Readable words={title} />{" "}
        </b>
      )}
      <Readable words={words} />
    </p>
  );
}
