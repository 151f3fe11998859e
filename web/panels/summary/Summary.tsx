// The one line on top: what happened, and where its figures are from.

import { peakWords, testWords } from "../../curves/origin";
import { peakOf } from "../../curves/peaks";
import { summary } from "../../curves/summary";
import type { SeriesText } from "../../generated/types";
import { Origin } from "../../parts/Origin";
import { ownLevel } from "../../state/racing";
import { active, guess, headline, historyOf, nameOf, newest, state, subjectOf } from "../../state/store";
import { text } from "../../text/text";
import css from "./Summary.module.css";

/** What happened, in a sentence; before anything happened, what to do. */
export function Summary() {
  state.grown.value;
  const series = headline.value;
  // Figures of what goes on would be out of date while nothing is heard.
  const gone = state.link.value === "gone" && active.value.length > 0;
  const words = gone ? text("summary.gone") : series ? summary(newest.value.map(subjectOf), series[0], series[1], guess.value, ownLevel.value) : "";
  const origins = series && !gone ? summaryOrigins(series) : "";
  return (
    <p class={css.summary} role="status">
      <Origin words={origins || undefined}>{words || nothingYet()}</Origin>
    </p>
  );
}

/** So many runs are named one by one. */
const MOST_ORIGINS = 8;

/** Where the figures of the headline are from: for each run its best scoring, and its test. */
function summaryOrigins([name, series]: readonly [string, SeriesText]): string {
  const lines = newest.value.slice(0, MOST_ORIGINS).flatMap((run) => {
    const peak = peakOf(run, historyOf(run.id), name, series);
    const test = run.test[name];
    return [...(peak ? [peakWords(nameOf(run.id), run, series, peak)] : []), ...(test === undefined ? [] : [testWords(nameOf(run.id), run, series, test)])];
  });
  return lines.join("\n");
}

function nothingYet(): string {
  const task = state.task.value;
  return task?.missing ? text("page.missing", { task: task.title }) : text("page.empty");
}
