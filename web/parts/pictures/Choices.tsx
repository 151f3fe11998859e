// What else a picture can be asked for, as buttons in a row.

import type { Choice } from "./worded";
import type { Asking } from "./asking";
import { hasWords } from "./labels";
import css from "./Choices.module.css";

interface Props {
  choices: readonly Choice[];
  chosen: string;
  /** What is chosen, for those who hear the page. */
  label: string;
  asking: Asking;
}

export function Choices({ choices, chosen, label, asking }: Props) {
  if (choices.length < 2) return null;
  return (
    <div class={css.choices} role="group" aria-label={label} data-figures={!hasWords(choices.map(({ title }) => title)) || undefined}>
      {choices.map(({ name, title }) => (
        <button type="button" key={name} aria-pressed={name === chosen} onClick={() => asking.ask(name)}>
          {title}
        </button>
      ))}
    </div>
  );
}
