// An answer: classes as bars, a text, values, or a picture.

import { percent, plain } from "../text/numbers";
import { text } from "../text/text";
import type { Answer } from "./answers";
import { Drawn } from "./Drawn";
import css from "./Offline.module.css";

const SHOWN = 24;

export function Answered({ answer }: { answer: Answer }) {
  if (answer.form === "picture") return <Drawn values={answer.values} shape={answer.shape} />;
  if (answer.form === "values")
    return (
      <ol class={css.values}>
        {answer.values.slice(0, SHOWN).map((value, number) => (
          <li key={number}>{text("offline.value", { number: number + 1, value: plain(Number(value.toPrecision(4))) })}</li>
        ))}
      </ol>
    );
  return (
    <>
      <p class={css.best}>{answer.answer || "–"}</p>
      <p class="words">{text("offline.sure", { share: percent(answer.sure) })}</p>
      {answer.form === "shares" && (
        <ul class={css.shares}>
          {answer.shares.map(({ name, share }) => (
            <li key={name}>
              <span>{name}</span>
              <meter min={0} max={1} value={share} aria-label={name} />
              <span>{percent(share)}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
