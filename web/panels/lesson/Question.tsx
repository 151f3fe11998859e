// A question whose answers are the variants of a race.

import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import "../../text/lessons";
import type { Predict } from "../../generated/types";
import { NONE } from "../../state/teaching";
import { text } from "../../text/text";
import type { Choice } from "./entrants";
import css from "./Lesson.module.css";

interface Props {
  predict: Predict;
  choices: readonly Choice[];
  choose: (key: string) => void;
  /** What is chosen so far; "" for nothing. */
  chosen?: string;
  end?: ComponentChildren;
}

export function Question({ predict, choices, choose, chosen = "", end }: Props) {
  const name = useId();
  const none: Choice[] = predict.by === "first" ? [{ key: NONE, name: text("predict.none"), hue: "" }] : [];
  return (
    <fieldset>
      <legend class={css.questionWords}>{predict.question}</legend>
      {[...choices, ...none].map((choice) => (
        <label class={css.foreseen} key={choice.key} data-hue={choice.hue || undefined}>
          <input type="radio" name={name} checked={choice.key === chosen} onClick={() => choose(choice.key)} />
          <span>{choice.name}</span>
        </label>
      ))}
      {end}
    </fieldset>
  );
}
