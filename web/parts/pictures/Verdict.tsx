// What was answered, and whether that is right.

import { compared } from "../../setup/question";
import { text } from "../../text/text";
import type { Mark } from "./worded";
import css from "./Answers.module.css";

export function RightOrWrong({ right }: { right: boolean | null }) {
  if (right === null) return <span class={css.verdict} />;
  return (
    <span class={right ? `${css.verdict} ${css.correct}` : `${css.verdict} ${css.wrong}`}>
      <span aria-hidden="true">{right ? "✓" : "✗"}</span>
      <span class="unseen">{text(right ? "inside.right" : "inside.wrong")}</span>
    </span>
  );
}

/** An answer, its wrong characters marked by colour and a line below them; the name of a class is wrong as a whole. */
export function Answer({ mark }: { mark: Mark }) {
  const isClass = mark.given === "" || mark.truth !== null;
  if (isClass)
    return (
      <span class={`${css.answer} ${css.word}`}>
        <span class={mark.right === false ? css.off : ""}>{mark.answer}</span>
      </span>
    );
  return (
    <span class={css.answer}>
      {compared(mark.answer, mark.expected, mark.right !== null && mark.expected !== "").map(({ character, right }, place) => (
        <span key={place} class={right === false ? css.off : ""}>
          {character}
        </span>
      ))}
    </span>
  );
}

/** The answer, right or wrong, and what would have been right. */
export function Verdict({ mark }: { mark: Mark }) {
  return (
    <>
      <Answer mark={mark} />
      <RightOrWrong right={mark.right} />
      {mark.right === false && mark.expected !== "" && <span class={css.expected}>{text("inside.is", { expected: mark.expected })}</span>}
    </>
  );
}
