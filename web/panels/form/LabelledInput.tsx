// A control with its title and, for those who cannot see the line below, its one sentence.

import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { Icon } from "../../parts/Icon";
import { Readable } from "../../parts/Readable";
import type { Control, Setting } from "../../setup/controls";
import { explaining, type LaboratoryPlace, laboratoryOf, writeLaboratory } from "../../setup/laboratory";
import { enter } from "../../state/laboratory";
import { pointAt } from "../../state/pointing";
import { state } from "../../state/store";
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
  return (
    <Labelled control={control} value={value}>
      {(label) => <Input control={control} value={value} change={change} label={label} />}
    </Labelled>
  );
}

/** `children` make the input, for the id of what names it. */
export function Labelled({ control, value, children }: { control: Control; value: Setting; children: (label: string) => ComponentChildren }) {
  const id = useId();
  const name = state.spec.value[control.part]?.name ?? "";
  return (
    <div class={control.shape === "switch" ? `${fieldCss.field} ${fieldCss.switch}` : fieldCss.field} role="group" aria-labelledby={`${id}-title`} aria-describedby={`${id}-words`}>
      <span class={fieldCss.heading}>
        <span class={fieldCss.title} id={`${id}-title`}>
          <Readable words={sentences([control.title, control.unit && text("form.unit", { unit: control.unit })])} />
        </span>
        {explaining(state.catalogue.value, control, String(name), value).map((place) => (
          <ToLaboratory key={place.name} place={place} />
        ))}
      </span>
      {children(`${id}-title`)}
      <span class={`unseen ${fieldCss.description}`} id={`${id}-words`}>
        {control.text}
      </span>
    </div>
  );
}

/** The way to the laboratory where one plays with what the setting does, with the value that it has here. */
function ToLaboratory({ place }: { place: LaboratoryPlace }) {
  const catalogue = state.catalogue.value;
  const entry = laboratoryOf(catalogue, place.name);
  if (catalogue === null || entry === null) return null;
  const words = text("form.laboratory", { laboratory: entry.title });
  const point = (event: Event) => {
    event.stopPropagation();
    pointAt("", words, entry.text);
  };
  const go = (event: MouseEvent) => {
    event.preventDefault();
    enter(place);
  };
  return (
    <a class={fieldCss.explained} href={writeLaboratory(catalogue, place)} aria-label={words} title={words} onClick={go} onPointerEnter={point} onFocus={point}>
      <Icon name="flask" />
    </a>
  );
}
