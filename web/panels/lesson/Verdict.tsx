// How it came: what was said before, what the curves say, and whether that is the same.

import "../../text/lessons";
import { manyWords } from "../../curves/origin";
import type { SeriesText } from "../../generated/types";
import { Origin } from "../../parts/Origin";
import { measuredSeries, state } from "../../state/store";
import type { Foretold } from "../../state/teaching";
import { sentences, text } from "../../text/text";
import { choiceName, entrants } from "./entrants";
import { judge } from "./judging";
import { verdict } from "./verdict";
import css from "./Lesson.module.css";

export function Verdict({ race, foretold }: { race: string; foretold: Foretold }) {
  state.grown.value;
  const { predict, choice } = foretold;
  const series: SeriesText | undefined = measuredSeries.value[predict.series];
  const found = entrants(race, choice);
  if (series === undefined || found.length === 0) return null;
  const { right, words } = verdict(predict, series, choice, judge(predict, series, found));
  const seeds = Math.max(...found.map(({ runs }) => runs.length));
  return (
    <p class={css.outcome} role="status" data-right={right ?? undefined}>
      <Origin words={manyWords(found.flatMap(({ runs }) => runs), predict.series, series)}>{sentences([text("predict.said", { choice: choiceName(choice) }), words])}</Origin>
      {right !== null && (
        <>
          {" "}
          <b>{text(right ? "predict.right" : "predict.wrong")}</b>
          <small>{seeds > 1 ? text("predict.seeds", { count: seeds }) : text("predict.single")}</small>
        </>
      )}
    </p>
  );
}
