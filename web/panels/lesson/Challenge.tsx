// What a challenge asks for, and the board of those who did it.

import "../../text/lessons";
import type { Goal, Lesson, SeriesText } from "../../generated/types";
import { testWords } from "../../curves/origin";
import { Mark } from "../../parts/Mark";
import { Origin } from "../../parts/Origin";
import { stepSetup } from "../../setup/lesson/setup";
import { measuredSeries, nameOf, paintOf, state } from "../../state/store";
import { duration, measured, whole } from "../../text/numbers";
import { text } from "../../text/text";
import { board, counts, type Entry, subject } from "./board";
import css from "./Lesson.module.css";

interface Props {
  goal: Goal;
  lesson: Lesson;
  step: number;
}

/** So many of those who are not there yet. */
const MOST = 5;

export function Challenge({ goal, lesson, step }: Props) {
  state.grown.value;
  const catalogue = state.catalogue.value;
  const series = measuredSeries.value[goal.series];
  if (catalogue === null || series === undefined) return null;
  const { task } = stepSetup(catalogue, lesson, step).spec;
  const wanted = subject(catalogue.tasks.find(({ name }) => name === task.name), task, goal);
  const { reached, notYet } = board([...state.runs.value.values()], wanted, goal, series, (id) => state.histories.get(id));
  const what = text(`goal.${goal.fewest}`);
  const values = { series: series.title, value: measured(series, goal.value), what };
  return (
    <section class={css.challenge} aria-label={text("goal.title")}>
      <p class={css.questionWords}>{text(series.better === "higher" ? "goal.least" : "goal.most", values)}</p>
      {reached.length + notYet.length === 0 ? (
        <p class="words">{text("goal.empty")}</p>
      ) : (
        <Table reached={reached} notYet={notYet.slice(0, MOST)} goal={goal} series={series} />
      )}
      <p class="words">
        {text(goal.fewest === "data" ? "goal.counts.data" : "goal.counts")} {!counts(state.spec.value.task, wanted) && <b>{text("goal.differs")}</b>}
      </p>
    </section>
  );
}

function Table({ reached, notYet, goal, series }: { reached: Entry[]; notYet: Entry[]; goal: Goal; series: SeriesText }) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{text("goal.run")}</th>
          <th scope="col" class={css.figure}>{text(`goal.${goal.fewest}`)}</th>
          <th scope="col" class={css.figure}>{text("goal.score")}</th>
        </tr>
      </thead>
      <tbody>
        {reached.map((entry, place) => (
          <Row key={entry.run.id} entry={entry} goal={goal} series={series} note={place === 0 ? text("goal.first") : ""} />
        ))}
        {notYet.map((entry) => (
          <Row key={entry.run.id} entry={entry} goal={goal} series={series} note={text("goal.not.yet")} late />
        ))}
      </tbody>
    </table>
  );
}

function Row({ entry, goal, series, note, late }: { entry: Entry; goal: Goal; series: SeriesText; note: string; late?: boolean }) {
  const { run, score, needed } = entry;
  return (
    <tr class={late ? css.late : ""}>
      <th scope="row">
        <Mark paint={paintOf.value.get(run.id)} /> {nameOf(run.id)}
        {note && <small>{note}</small>}
      </th>
      <td class={css.figure}>{goal.fewest === "seconds" ? duration(needed) : whole(needed)}</td>
      <td class={css.figure}>
        <Origin words={testWords(nameOf(run.id), run, series, score)}>{measured(series, score)}</Origin>
      </td>
    </tr>
  );
}
