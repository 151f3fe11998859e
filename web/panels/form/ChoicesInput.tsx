// A choice for each of several layers: one below the other, with one more or one fewer by a press.

import type { InputProps } from "../../parts/NumberInput";
import type { ChoicesControl } from "../../setup/controls";
import { text } from "../../text/text";
import { MoreOrLess } from "./MoreOrLess";
import css from "./Form.module.css";

export function ChoicesInput({ control, value, change, label }: InputProps<ChoicesControl, string[]>) {
  const put = (place: number, option: string) => change(value.map((one, index) => (index === place ? option : one)));
  return (
    <div class={css.sizes} role="group" aria-labelledby={label}>
      {value.map((option, place) => (
        <select
          key={place}
          aria-label={text("form.size", { title: control.title, place: place + 1 })}
          value={option}
          onChange={(event) => put(place, event.currentTarget.value)}
        >
          {control.options.map((one) => (
            <option key={one} value={one}>
              {control.names[one] ?? one}
            </option>
          ))}
        </select>
      ))}
      <MoreOrLess title={control.title} value={value} fewest={control.fewest} most={control.longest} first={control.options[0] ?? ""} change={change} />
    </div>
  );
}
