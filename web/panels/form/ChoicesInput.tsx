// A choice for each of several layers: one below the other, with one more or one fewer by a press.

import type { InputProps } from "../../parts/NumberInput";
import type { ChoicesControl } from "../../setup/controls";
import { text } from "../../text/text";
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
      <div class={css.moreOrLess}>
        <button
          type="button"
          class="small"
          aria-label={text("form.fewer", { title: control.title })}
          disabled={value.length <= control.fewest}
          onClick={() => change(value.slice(0, -1))}
        >
          −
        </button>
        <button
          type="button"
          class="small"
          aria-label={text("form.more", { title: control.title })}
          disabled={value.length >= control.longest}
          onClick={() => change([...value, value.at(-1) ?? control.options[0] ?? ""])}
        >
          +
        </button>
      </div>
    </div>
  );
}
