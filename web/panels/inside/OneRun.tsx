// One run that is looked into: the picture of what is asked of it, as its network learns.

import { inBatches, isOver, moment } from "../../curves/moment";
import { weightsWords } from "../../curves/origin";
import type { Run, View, ViewAnswer, Wording } from "../../generated/types";
import { Mark } from "../../parts/Mark";
import { Origin } from "../../parts/Origin";
import { Drawn } from "../../parts/pictures/pictures";
import { posedOf } from "../../setup/question";
import { at, hasHistory, waitsForQuestion } from "../../state/looks";
import { asked, askForPart, part, wish } from "../../state/present";
import { askedKey, lookKey } from "../../state/receive";
import { nameOf, paintOf, state } from "../../state/store";
import { hover } from "../../state/table";
import { whole } from "../../text/numbers";
import { worded } from "../../text/sentences";
import { row, text } from "../../text/text";
import { History } from "./History";
import css from "./Inside.module.css";

/** What was last drawn of a run in a view: it stays, and says that it waits, until what is asked now has come. */
const drawn = new Map<string, ViewAnswer>();

export function OneRun({ run, view: present }: { run: Run; view: View }) {
  const weights = at(run, state.lookBack.value);
  const answer = state.looked.value.get(lookKey(run.id, present.name, asked.value, weights));
  const refused = state.refused.value.get(askedKey({ run: run.id, view: present.name, question: asked.value }));
  const key = `${run.id} ${present.name}`;
  const silent = refused !== undefined || (waitsForQuestion(present) && !wish.value.posed);
  const looked = answer ?? (silent ? undefined : drawn.get(key));
  if (looked) drawn.set(key, looked);
  const asking = {
    question: part.value,
    ask: (wanted: string) => askForPart(present.name, wanted),
    ...(looked ? { words: row([nameOf(run.id), ...when(run, looked)]), moment: { run: run.id, epoch: looked.epoch } } : { words: "" }),
  };
  return (
    <article
      class={css.oneRun}
      aria-label={nameOf(run.id)}
      aria-busy={looked !== undefined && answer === undefined}
      onPointerEnter={() => hover(run.id)}
      onPointerLeave={() => hover(null)}
    >
      <h3>
        <Mark paint={paintOf.value.get(run.id)} />
        <span class={css.called}>{nameOf(run.id)}</span>
        {looked && (
          <span class={css.moment}>
            <Origin words={weightsWords(nameOf(run.id), run, looked)}>
              {when(run, looked).map((words, place) => (
                <span class={place === 0 ? css.when : css.step} key={place}>
                  {words}
                </span>
              ))}
            </Origin>
          </span>
        )}
      </h3>
      <div class={css.answer}>
        {looked ? <Drawn picture={looked.picture} asking={asking} /> : <p class="words">{refused ? refusal(refused, present) : waiting(run, present)}</p>}
        {hasHistory(present) && state.lookBack.value === null && <History run={run} view={present.name} question={posedOf(asked.value)} />}
      </div>
    </article>
  );
}

/** "epoch 3" and "step 450"; what is counted in batches is at no other step. */
function when(run: Run, { epoch, step }: ViewAnswer): string[] {
  return inBatches(run) ? [moment(run, epoch)] : [moment(run, epoch), text("inside.step", { step: whole(step) })];
}

/** A race may put networks beside each other of which some have nothing that the view shows: it is called as its tab is. */
function refusal(refused: Wording, { title }: View): string {
  return refused.code === "view-not-offered" ? text("inside.not.offered", { view: title }) : worded(refused);
}

function waiting(run: Run, present: View): string {
  if (waitsForQuestion(present) && !wish.value.posed) return text(state.task.value?.question?.form === "drawing" ? "inside.draw.first" : "inside.ask.first");
  if (run.state === "queued") return text("inside.queued");
  return text(isOver(run) ? "inside.reading" : "inside.waiting");
}
