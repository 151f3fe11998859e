// The one line on top: what happened, and where its figures are from.

import { manyWords } from "../../curves/origin";
import { summary } from "../../curves/summary";
import { Origin } from "../../parts/Origin";
import { ownLevel } from "../../state/racing";
import { active, guess, headline, newest, state, subjectOf } from "../../state/store";
import { text } from "../../text/text";
import css from "./Summary.module.css";

/** What happened, in a sentence; before anything happened, what to do. */
export function Summary() {
  state.grown.value;
  const series = headline.value;
  // Figures of what goes on would be out of date while nothing is heard.
  const gone = state.link.value === "gone" && active.value.length > 0;
  const words = gone ? text("summary.gone") : series ? summary(newest.value.map(subjectOf), series[0], series[1], guess.value, ownLevel.value) : "";
  const origins = series && !gone ? manyWords(newest.value.map(subjectOf), ...series) : "";
  return (
    <p class={css.summary} role="status">
      <Origin words={origins || undefined}>{words || nothingYet()}</Origin>
    </p>
  );
}

function nothingYet(): string {
  const task = state.task.value;
  return task?.missing ? text("page.missing", { task: task.title }) : text("page.empty");
}
