// One more of a row of values, or one fewer, by a press.

import { text } from "../../text/text";
import css from "./Form.module.css";

interface Props<Value> {
  title: string;
  value: readonly Value[];
  fewest: number;
  most: number;
  /** What one more is, where there is none before it: else it is as the last. */
  first: Value;
  change: (value: Value[]) => void;
}

export function MoreOrLess<Value>({ title, value, fewest, most, first, change }: Props<Value>) {
  return (
    <div class={css.moreOrLess}>
      <button type="button" class="small" aria-label={text("form.fewer", { title })} disabled={value.length <= fewest} onClick={() => change(value.slice(0, -1))}>
        −
      </button>
      <button type="button" class="small" aria-label={text("form.more", { title })} disabled={value.length >= most} onClick={() => change([...value, value.at(-1) ?? first])}>
        +
      </button>
    </div>
  );
}
