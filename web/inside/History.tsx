// A pinned question: how its answer came about, one row for each epoch that was looked at.

import { oneEach, rows } from "./looks";
import { inBatches, moment } from "../curves/moment";
import type { Looked, Mark, Run } from "../generated/types";
import { nameOf, state } from "../state/here";
import { percent } from "../text/numbers";
import { text } from "../text/text";
import { Answer, RightOrWrong } from "./pictures";

export function History({ run, view, question }: { run: Run; view: string; question: string }) {
  const answers = oneEach(rows(state.looked.value, run.id, view, question), inBatches(run)).reverse();
  if (answers.length < 2) return null;
  return (
    <div class="history">
      <h4>{text("inside.history")}</h4>
      <div class="history-scroll" tabIndex={0} role="region" aria-label={text("inside.history.of", { name: nameOf(run.id) })}>
        <table class="marked">
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

export function markOf({ picture }: Looked): Mark | undefined {
  if ("mark" in picture) return picture.mark ?? undefined;
  return "marks" in picture ? picture.marks[0] : undefined;
}

function Row({ run, answer, mark }: { run: Run; answer: Looked; mark: Mark | undefined }) {
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
      <td class="expected">{mark.sure === null ? "" : text("inside.sure", { sure: percent(mark.sure) })}</td>
    </tr>
  );
}
