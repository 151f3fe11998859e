// The question of a step, before its race; and after it, how it came.

import "../../text/lessons";
import { isRace } from "../../state/actions";
import { answer, asked, guess } from "../../state/foretelling";
import { state } from "../../state/store";
import { type Foretold, SKIPPED } from "../../state/teaching";
import { text } from "../../text/text";
import { choiceName, choices, entrants } from "./entrants";
import { Question } from "./Question";
import { Verdict } from "./Verdict";
import css from "./Lesson.module.css";

export function Prediction() {
  const present = asked.value;
  if (present === null) return null;
  const told = latest(present.place);
  return (
    <section class={css.predict} data-predict aria-label={text("predict.title")}>
      {told ? <Verdict race={told[0]} foretold={told[1]} /> : <Before />}
    </section>
  );
}

/** The newest race that was foretold from this step, where any of it is still there. */
function latest(place: string): [string, Foretold] | undefined {
  return Object.entries(state.teaching.foretold.value).findLast(([race, one]) => one.place === place && entrants(race).length > 0);
}

function Before() {
  const present = asked.value;
  const said = answer.value;
  const list = choices(state.vary.value);
  if (present === null) return null;
  if (!isRace() || list.length < 2) return <p class="words">{text("predict.unready")}</p>;
  if (said === undefined) {
    return <Question predict={present.predict} choices={list} choose={guess} end={<Skip />} />;
  }
  return (
    <>
      <p class={css.questionWords}>{present.predict.question}</p>
      <p>
        {said === SKIPPED ? text("predict.skipped") : text("predict.ready", { choice: choiceName(said) })}{" "}
        <button type="button" class="link" onClick={() => guess(undefined)}>
          {text("predict.change")}
        </button>
      </p>
    </>
  );
}

function Skip() {
  return (
    <button type="button" class="link" onClick={() => guess(SKIPPED)}>
      {text("predict.skip")}
    </button>
  );
}
