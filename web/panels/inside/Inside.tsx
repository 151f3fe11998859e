// A look inside up to four runs, the same view and the same question for all.

import { reached } from "../../curves/history";
import { inBatches, isOver, moment } from "../../curves/moment";
import { weightsWords } from "../../curves/origin";
import type { ViewAnswer, Run, View } from "../../generated/types";
import { Mark } from "../../parts/Mark";
import { Drawn } from "../../parts/pictures/pictures";
import { posedOf } from "../../setup/question";
import { chooseView, lookBackTo } from "../../state/inside";
import { at, nearest, places } from "../../state/looks";
import { asked, askForPart, part, question, view, views, wish } from "../../state/present";
import { askedKey, lookKey } from "../../state/receive";
import { historyOf, lookedInto, nameOf, paintOf, state } from "../../state/store";
import { hover } from "../../state/table";
import { whole } from "../../text/numbers";
import { worded } from "../../text/sentences";
import { row, text } from "../../text/text";
import { History } from "./History";
import { Question } from "./Question";
import css from "./Inside.module.css";

export function Inside() {
  const present = view.value;
  if (present === undefined) return null;
  const into = lookedInto.value;
  return (
    <section class={css.inside} aria-labelledby="inside-title">
      <header>
        <h2 id="inside-title">{text("inside.title")}</h2>
        <Tabs present={present} />
        <LookBack runs={into} />
      </header>
      <div role="tabpanel" id="inside-panel" aria-labelledby={`view-${present.name}`} tabIndex={0}>
        <p class="words">{present.text}</p>
        <div class={css.posing}>
          {present.asks && state.task.value?.question && <Question form={state.task.value.question} value={question.value} />}
          {into.length === 0 ? (
            <p class="words">{text("inside.empty")}</p>
          ) : (
            <div class={css.sideBySide}>
              {into.map((run) => (
                <OneRun key={run.id} run={run} view={present} />
              ))}
            </div>
          )}
        </div>
      </div>
    </section>
  );
}

function Tabs({ present }: { present: View }) {
  const list = views.value;
  const go = (by: number) => {
    const next = list[(list.indexOf(present) + by + list.length) % list.length];
    if (next === undefined) return;
    chooseView(next.name);
    document.getElementById(`view-${next.name}`)?.focus();
  };
  return (
    <div class={css.tabs} role="tablist" aria-labelledby="inside-title">
      {list.map((one) => (
        <button
          type="button"
          role="tab"
          key={one.name}
          id={`view-${one.name}`}
          aria-selected={one === present}
          aria-controls="inside-panel"
          tabIndex={one === present ? 0 : -1}
          onClick={() => chooseView(one.name)}
          onKeyDown={(event) => {
            if (event.key === "ArrowRight") go(1);
            if (event.key === "ArrowLeft") go(-1);
          }}
        >
          {one.title}
        </button>
      ))}
    </div>
  );
}

/** Back through the snapshots, in all runs at once; the right end is now. */
function LookBack({ runs }: { runs: readonly Run[] }) {
  state.grown.value;
  const most = Math.max(0, ...runs.map((run) => Math.max(run.epoch, reached(historyOf(run.id), "epoch"))));
  const kept = places(runs, most);
  const [first] = runs;
  if (first === undefined) return null;
  const back = state.lookBack.value;
  const place = back === null ? kept.length : nearest(kept, back);
  const words = back === null ? text("inside.now") : moment(first, back);
  return (
    <label class={kept.length < 2 ? `${css.lookBack} ${css.idle}` : css.lookBack}>
      <span>{text("inside.back")}</span>
      <input
        type="range"
        min={0}
        max={kept.length}
        value={place}
        style={{ "--part": `${(100 * place) / Math.max(1, kept.length)}%` }}
        aria-valuetext={words}
        onInput={(event) => lookBackTo(kept[Number(event.currentTarget.value)] ?? null)}
      />
      <output>{words}</output>
    </label>
  );
}

/** What was last drawn of a run in a view: it stays, and says that it waits, until what is asked now has come. */
const drawn = new Map<string, ViewAnswer>();

function OneRun({ run, view: present }: { run: Run; view: View }) {
  const weights = at(run, state.lookBack.value);
  const answer = state.looked.value.get(lookKey(run.id, present.name, asked.value, weights));
  const refused = state.refused.value.get(askedKey({ run: run.id, view: present.name, question: asked.value }));
  const key = `${run.id} ${present.name}`;
  const silent = refused !== undefined || (present.asks && !wish.value.posed);
  const looked = answer ?? (silent ? undefined : drawn.get(key));
  if (looked) drawn.set(key, looked);
  const asking = { question: part.value, ask: (wanted: string) => askForPart(present.name, wanted), words: looked ? row([nameOf(run.id), ...when(run, looked)]) : "" };
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
        {nameOf(run.id)}
        {looked && when(run, looked).map((words, place) => <span class={place === 0 ? css.when : css.step} title={weightsWords(nameOf(run.id), run, looked)} key={place}>{words}</span>)}
      </h3>
      {looked ? <Drawn picture={looked.picture} asking={asking} /> : <p class="words">{refused ? worded(refused) : waiting(run, present)}</p>}
      {present.asks && state.lookBack.value === null && <History run={run} view={present.name} question={posedOf(asked.value)} />}
    </article>
  );
}

/** "epoch 3" and "step 450"; what is counted in batches is at no other step. */
function when(run: Run, { epoch, step }: ViewAnswer): string[] {
  return inBatches(run) ? [moment(run, epoch)] : [moment(run, epoch), text("inside.step", { step: whole(step) })];
}

function waiting(run: Run, present: View): string {
  if (present.asks && !wish.value.posed) return text(state.task.value?.question?.form === "drawing" ? "inside.draw.first" : "inside.ask.first");
  if (run.state === "queued") return text("inside.queued");
  return text(isOver(run) ? "inside.reading" : "inside.waiting");
}
