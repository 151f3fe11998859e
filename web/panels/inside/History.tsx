// A pinned question: how its answer came about, one row for each epoch that was looked at.

import { inBatches, moment } from "../../curves/moment";
import type { ViewAnswer, Run } from "../../generated/types";
import { Answer, RightOrWrong } from "../../parts/pictures/Verdict";
import type { Mark } from "../../parts/pictures/worded";
import { markOf, oneEach, rows } from "../../state/looks";
import { nameOf, state } from "../../state/store";
import { percent, plain } from "../../text/numbers";
import { row, text } from "../../text/text";
import css from "./Inside.module.css";
import answersCss from "../../parts/pictures/Answers.module.css";

export function History({ run, view, question }: { run: Run; view: string; question: string }) {
  // What has no single answer, as the states of a text, came about in no way that a line could tell.
  const looked = rows(state.looked.value, run.id, view, question).filter((answer) => markOf(answer) !== undefined);
  const answers = oneEach(looked, inBatches(run)).reverse();
  if (answers.length < 2) return null;
  return (
    <div class={css.history}>
      <h4>{text("inside.history")}</h4>
      <p class="words">{firstRight(run, rows(state.looked.value, run.id, view, question))}</p>
      <div class={css.historyScroll} tabIndex={0} role="region" aria-label={text("inside.history.of", { name: nameOf(run.id) })}>
        <table class={css.marked}>
          <tbody>
            {answers.map((answer) => (
              <Row key={answer.step} run={run} answer={answer} mark={markOf(answer)} />
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

/** So many kept moments are named one by one. */
const NAMED = 24;

/** Where it was right first, of what was looked at; and whether that is all that was kept. */
export function firstRight(run: Run, answers: readonly ViewAnswer[]): string {
  const known = answers.filter((answer) => typeof markOf(answer)?.right === "boolean");
  const first = known.find((answer) => markOf(answer)?.right);
  if (known.length === 0) return "";
  const unit = inBatches(run) ? "batch" : "epoch";
  if (first === undefined) return text(`inside.never.${unit}`, { count: known.length });
  const looked = new Set(known.map(({ step }) => step));
  const keptBefore = run.snapshots.filter((step) => step < first.step);
  const whole = run.snapshots.includes(first.step) && keptBefore.every((step) => looked.has(step));
  const steps = whole ? run.snapshots : known.map(({ step }) => step);
  return text(`inside.first.${whole ? "kept" : "looked"}.${unit}`, { moment: moment(run, first.epoch), list: named(run, steps) });
}

function named(run: Run, steps: readonly number[]): string {
  const figures = steps.map((step) => plain(Number((inBatches(run) ? step : step / Math.max(1, run.steps_per_epoch)).toFixed(1))));
  const [from = "", to = ""] = [figures[0], figures.at(-1)];
  return figures.length > NAMED ? text("inside.first.many", { count: figures.length, from, to }) : row(figures);
}

function Row({ run, answer, mark }: { run: Run; answer: ViewAnswer; mark: Mark | undefined }) {
  if (mark === undefined) return null;
  return (
    <tr>
      <th scope="row">{moment(run, answer.epoch)}</th>
      <td>
        <Answer mark={mark} />
      </td>
      <td>
        <RightOrWrong right={mark.right} />
      </td>
      <td class={answersCss.expected}>{mark.sure === null ? "" : text("inside.sure", { sure: percent(mark.sure) })}</td>
    </tr>
  );
}
