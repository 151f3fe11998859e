// One small component for each shape of control.

import { useId } from "preact/hooks";
import { later } from "../../parts/later";
import { NumberBox } from "../../parts/NumberBox";
import { type InputProps, NumberInput } from "../../parts/NumberInput";
import { Slider } from "../../parts/Slider";
import type { ChoiceControl, ChoicesControl, Control, DataControl, KernelControl, NumberControl, PictureControl, Setting, SizesControl } from "../../setup/controls";
import { clamp, type Scale } from "../../setup/scale";
import { optionText } from "../../setup/wording";
import { text } from "../../text/text";
import { MoreOrLess } from "./MoreOrLess";
import css from "./Form.module.css";
import fieldCss from "../../parts/Field.module.css";

/** More options than these make a row of buttons too long to read. */
const MOST_BUTTONS = 4;

const ColumnInput = later<InputProps<NumberControl, number>>(async () => (await import("./data/ColumnInput")).ColumnInput);
const ChoicesInput = later<InputProps<ChoicesControl, string[]>>(async () => (await import("./ChoicesInput")).ChoicesInput);
const DataInput = later<InputProps<DataControl, string>>(async () => (await import("./data/DataInput")).DataInput);

const KernelInput = later<InputProps<KernelControl, string>>(async () => (await import("./KernelInput")).KernelInput);
const PictureInput = later<InputProps<PictureControl, string>>(async () => (await import("./PictureInput")).PictureInput);

export function Input({ control, value, change, label }: InputProps<Control, Setting>) {
  switch (control.shape) {
    case "number":
      if (control.picks === "column" || control.picks === "label") return <ColumnInput control={control} value={Number(value)} change={change} label={label} />;
      return <NumberInput control={control} value={Number(value)} change={change} label={label} />;
    case "choice":
      return control.options.length <= MOST_BUTTONS ? (
        <Segments control={control} value={value as string} change={change} label={label} />
      ) : (
        <Select control={control} value={value as string} change={change} label={label} />
      );
    case "switch":
      return <Toggle value={value === true} change={change} label={label} />;
    case "sizes":
      return <Sizes control={control} value={value as number[]} change={change} label={label} />;
    case "choices":
      return <ChoicesInput control={control} value={value as string[]} change={change} label={label} />;
    case "text":
      return (
        <input
          type="text"
          aria-labelledby={label}
          value={String(value)}
          maxLength={control.longest}
          onInput={(event) => change(event.currentTarget.value)}
        />
      );
    case "kernel":
      return <KernelInput control={control} value={String(value)} change={change} label={label} />;
    case "picture":
      return <PictureInput control={control} value={String(value)} change={change} label={label} />;
    case "data":
      return <DataInput control={control} value={String(value)} change={change} label={label} />;
    case "blocks":
      return null; // A list of its own: Field.tsx.
  }
}

function Segments({ control, value, change, label }: InputProps<ChoiceControl, string | number>) {
  const name = useId();
  return (
    <div class={fieldCss.segments} role="radiogroup" aria-labelledby={label}>
      {control.options.map((option) => (
        <label key={option} class={option === value ? `${fieldCss.segment} ${fieldCss.on}` : fieldCss.segment} data-hue={control.colours[option]}>
          <input type="radio" name={name} checked={option === value} onChange={() => change(option)} />
          <span>{optionText(control, option)}</span>
        </label>
      ))}
    </div>
  );
}

function Select({ control, value, change, label }: InputProps<ChoiceControl, string | number>) {
  const choose = (written: string) => {
    const option = control.options.find((one) => String(one) === written);
    if (option !== undefined) change(option);
  };
  return (
    <select aria-labelledby={label} value={String(value)} onChange={(event) => choose(event.currentTarget.value)}>
      {control.options.map((option) => (
        <option key={option} value={String(option)}>
          {optionText(control, option)}
        </option>
      ))}
    </select>
  );
}

export function Toggle({ value, change, label }: { value: boolean; change: (value: boolean) => void; label: string }) {
  return (
    <button
      type="button"
      role="switch"
      class={fieldCss.switch}
      aria-checked={value}
      aria-labelledby={label}
      onClick={() => change(!value)}
    >
      <span class={fieldCss.knob} />
    </button>
  );
}

function Sizes({ control, value, change, label }: InputProps<SizesControl, number[]>) {
  const scale: Scale = control;
  const put = (place: number, size: number) => change(value.map((one, index) => (index === place ? size : one)));
  const which = (place: number) => text("form.size", { title: control.title, place: place + 1 });
  return (
    <div class={css.sizes} role="group" aria-labelledby={label}>
      {value.map((size, place) => (
        <div class={fieldCss.sliderRow} key={place}>
          <Slider scale={scale} value={size} change={(next) => put(place, next)} label={label} which={which(place)} />
          <NumberBox scale={scale} value={size} change={(next) => put(place, next)} label={label} which={which(place)} title={which(place)} />
        </div>
      ))}
      <MoreOrLess title={control.title} value={value} fewest={control.fewest} most={control.longest} first={control.whole ? clamp(32, control.least, control.most) : 1} change={change} />
    </div>
  );
}
