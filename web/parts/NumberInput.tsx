// A number of a setting: a slider, and a box beside it.

import type { NumberControl, Setting } from "../setup/controls";
import { NumberBox } from "./NumberBox";
import { Slider } from "./Slider";
import css from "./Field.module.css";

export interface InputProps<Shape, Value> {
  control: Shape;
  value: Value;
  change: (value: Setting) => void;
  /** The id of the element that names the control. */
  label: string;
}

export function NumberInput({ control, value, change, label }: InputProps<NumberControl, number>) {
  return (
    <div class={css.sliderRow}>
      <Slider scale={control} value={value} change={change} label={label} />
      <NumberBox scale={control} value={value} change={change} label={label} title={control.title} />
    </div>
  );
}
