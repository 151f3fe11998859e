// The fields that a lesson is written in.

import { useId } from "preact/hooks";
import { TypedNumber } from "../../parts/NumberBox";
import type { Scale } from "../../setup/scale";
import css from "./Builder.module.css";
import fieldCss from "../../parts/Field.module.css";

interface Props<Value> {
  title: string;
  value: Value;
  change: (value: Value) => void;
  /** A sentence below. */
  words?: string;
}

export function Line({ title, value, change }: Props<string>) {
  return (
    <label class={fieldCss.field}>
      <span class={fieldCss.title}>{title}</span>
      <input type="text" value={value} onInput={(event) => change(event.currentTarget.value)} />
    </label>
  );
}

/** A target may be any number. */
const ANY: Scale = { least: -1e12, most: 1e12, step: 1, whole: false, logarithmic: false };

export function Figure({ title, value, change }: Props<number>) {
  return (
    <label class={fieldCss.field}>
      <span class={fieldCss.title}>{title}</span>
      <TypedNumber scale={ANY} value={value} change={change} title={title} />
    </label>
  );
}

export function Text({ title, value, change, words }: Props<string>) {
  const id = useId();
  return (
    <label class={fieldCss.field}>
      <span class={fieldCss.title}>{title}</span>
      <textarea rows={6} value={value} aria-describedby={words ? id : undefined} onInput={(event) => change(event.currentTarget.value)} />
      {words && (
        <span class="words" id={id}>
          {words}
        </span>
      )}
    </label>
  );
}

interface Choices extends Props<string> {
  options: readonly (readonly [value: string, title: string])[];
}

export function Choice({ title, value, change, options }: Choices) {
  return (
    <label class={fieldCss.field}>
      <span class={fieldCss.title}>{title}</span>
      <select value={value} onChange={(event) => change(event.currentTarget.value)}>
        {options.map(([option, words]) => (
          <option key={option} value={option}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}

export function Tick({ title, value, change }: Props<boolean>) {
  return (
    <label class={css.tickLine}>
      <input type="checkbox" checked={value} onChange={(event) => change(event.currentTarget.checked)} />
      <span>{title}</span>
    </label>
  );
}
