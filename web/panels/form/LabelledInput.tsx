// A control with its title and, for those who cannot see the line below, its one sentence.

import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { Readable } from "../../parts/Readable";
import type { Control, Setting } from "../../setup/controls";
import { sentences, text } from "../../text/text";
import { Input } from "./inputs";
import fieldCss from "../../parts/Field.module.css";

interface Props {
  control: Control;
  value: Setting;
  change: (value: Setting) => void;
}

/** Used in the form and for what may change while a run goes on. */
export function LabelledInput({ control, value, change }: Props) {
  return <Labelled control={control}>{(label) => <Input control={control} value={value} change={change} label={label} />}</Labelled>;
}

/** `children` make the input, for the id of what names it. */
export function Labelled({ control, children }: { control: Control; children: (label: string) => ComponentChildren }) {
  const id = useId();
  return (
    <div class={control.shape === "switch" ? `${fieldCss.field} ${fieldCss.switch}` : fieldCss.field} role="group" aria-labelledby={`${id}-title`} aria-describedby={`${id}-words`}>
      <span class={fieldCss.title} id={`${id}-title`}>
        <Readable words={sentences([control.title, control.unit && text("form.unit", { unit: control.unit })])} />
      </span>
      {children(`${id}-title`)}
      <span class={`unseen ${fieldCss.description}`} id={`${id}-words`}>
        {control.text}
      </span>
    </div>
  );
}
