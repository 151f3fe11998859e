// A look inside up to four runs, the same view and the same question for all.

import { computed } from "@preact/signals";
import { reached } from "../curves/history";
import { moment } from "../curves/moment";
import { weightsWords } from "../curves/origin";
import { isOver } from "../curves/progress";
import type { Run, View } from "../generated/types";
import { historyOf, lookedInto, nameOf, paintOf, state } from "../state/here";
import { askedKey, lookKey } from "../state/receive";
import { said, text } from "../text/text";
import { Mark } from "../runs/Mark";
import { History } from "./History";
import { at, nearest, places, standing, type Wish } from "./looks";
import { Drawn } from "./pictures";
import { Question } from "./Question";
import { posable } from "./text";

/** Views inside the networks that are looked into; before there is one, inside that which would be trained. */
const views = computed(() => {
  const into = lookedInto.value.map((run) => run.spec as { architecture?: { name?: string } });
  const names = into.length > 0 ? into.map((spec) => spec.architecture?.name ?? "") : [state.spec.value.architecture.name];
  const task = state.spec.value.task.name;
  return (state.catalogue.value?.views ?? []).filter((view) => names.some((name) => view.fits[task]?.includes(name)));
});

const view = computed(() => views.value.find((one) => one.name === state.view.value) ?? views.value[0]);

const question = computed(() => state.questions.value[state.spec.value.task.name] ?? state.task.value?.question?.example ?? "");

/** What the present view is asked: the task's question, or a cell of its own picture. */
const asked = computed(() => (view.value?.asks ? question.value : (state.cells.value[view.value?.name ?? ""] ?? "")));

/** What the page wants to see now; nothing while nobody sees it. */
export const wish = computed<Wish>(() => ({
  view: view.value,
  question: asked.value,
  posed: posable(state.task.value?.question ?? null, question.value),
  runs: lookedInto.value,
  back: state.lookBack.value,
}));

export function Inside() {
  const present = view.value;
  if (present === undefined) return null;
  const into = lookedInto.value;
  return (
    <section class="inside" aria-labelledby="inside-title">
      <header>
        <h2 id="inside-title">{text("inside.title")}</h2>
        <Tabs present={present} />
        <LookBack runs={into} />
      </header>
      <div role="tabpanel" id="inside-panel" aria-labelledby={`view-${present.name}`} tabIndex={0}>
        <p class="words">{present.text}</p>
        <div class="posing">
          {present.asks && state.task.value?.question && <Question form={state.task.value.question} value={question.value} />}
          {into.length === 0 ? (
            <p class="words">{text("inside.empty")}</p>
          ) : (
            <div class="side-by-side">
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
    state.view.value = next.name;
    document.getElementById(`view-${next.name}`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-labelledby="inside-title">
      {list.map((one) => (
        <button
          type="button"
          role="tab"
          key={one.name}
          id={`view-${one.name}`}
          aria-selected={one === present}
          aria-controls="inside-panel"
          tabIndex={one === present ? 0 : -1}
          onClick={() => {
            state.view.value = one.name;
          }}
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
  if (first === undefined || kept.length < 2) return null;
  const back = state.lookBack.value;
  const place = back === null ? kept.length : nearest(kept, back);
  const words = back === null ? text("inside.now") : moment(first, back);
  return (
    <label class="look-back">
      <span>{text("inside.back")}</span>
      <input
        type="range"
        min={0}
        max={kept.length}
        value={place}
        style={{ "--part": `${(100 * place) / kept.length}%` }}
        aria-valuetext={words}
        onInput={(event) => {
          state.lookBack.value = kept[Number(event.currentTarget.value)] ?? null;
        }}
      />
      <output>{words}</output>
    </label>
  );
}

function OneRun({ run, view: present }: { run: Run; view: View }) {
  const weights = at(run, state.lookBack.value);
  const answer = state.looked.value.get(lookKey(run.id, present.name, asked.value, weights));
  const refused = state.refused.value.get(askedKey({ run: run.id, view: present.name, question: asked.value }));
  const looked = answer ?? (present.asks || refused ? undefined : standing(state.looked.value, run.id, present.name, weights));
  return (
    <article
      class="one-run"
      aria-label={nameOf(run.id)}
      onPointerEnter={() => hover(run.id)}
      onPointerLeave={() => hover(null)}
    >
      <h3>
        <Mark paint={paintOf.value.get(run.id)} />
        {nameOf(run.id)}
        {looked && <span class="when" title={weightsWords(nameOf(run.id), run, looked)}>{moment(run, looked.epoch)}</span>}
      </h3>
      {looked ? <Drawn picture={looked.picture} asking={{ question: asked.value, ask: askFor(present) }} /> : <p class="words">{refused ? said(refused) : waiting(run, present)}</p>}
      {present.asks && state.lookBack.value === null && <History run={run} view={present.name} question={asked.value} />}
    </article>
  );
}

function askFor(present: View) {
  return (cell: string) => {
    state.cells.value = { ...state.cells.value, [present.name]: cell };
  };
}

function hover(run: string | null): void {
  state.hovered.value = run;
}

function waiting(run: Run, present: View): string {
  if (present.asks && !wish.value.posed) return text(state.task.value?.question?.form === "drawing" ? "inside.draw.first" : "inside.ask.first");
  if (run.state === "queued") return text("inside.queued");
  return text(isOver(run) ? "inside.reading" : "inside.waiting");
}
