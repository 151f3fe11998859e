// A look inside up to four runs, the same view and the same question for all.

import { reached } from "../../curves/history";
import { moment } from "../../curves/moment";
import type { Run } from "../../generated/types";
import { later } from "../../parts/later";
import { lookBackTo } from "../../state/inside";
import { nearest, places } from "../../state/looks";
import { question, view, views, wish } from "../../state/present";
import { historyOf, lookedInto, state } from "../../state/store";
import { text } from "../../text/text";
import { Question } from "./Question";
import { ViewTabs } from "./ViewTabs";
import css from "./Inside.module.css";

const OneRun = later(async () => (await import("./OneRun")).OneRun, true);
const Film = later<{ runs: readonly Run[] }>(async () => (await import("./Film")).Film, true);
const Together = later(async () => (await import("./Together")).Together, true);

export function Inside() {
  const present = view.value;
  if (present === undefined) return null;
  const into = lookedInto.value;
  return (
    <section class={css.inside} aria-labelledby="inside-title">
      <header>
        <h2 id="inside-title">{text("inside.title")}</h2>
        <LookBack runs={into} />
        {into.length > 0 && <Film runs={into} />}
        <ViewTabs views={views.value} present={present} />
      </header>
      <div role="tabpanel" id="inside-panel" aria-labelledby={`view-${present.name}`} tabIndex={0}>
        <p class="words">{present.text}</p>
        <div class={css.posing}>
          {present.asks && state.task.value?.question && <Question form={state.task.value.question} value={question.value} example={present.has_example && !wish.value.posed} />}
          {into.length === 0 ? (
            <p class="words">{text("inside.empty")}</p>
          ) : (
            <div class={css.drawn}>
              <div class={css.sideBySide}>
                {into.map((run) => (
                  <OneRun key={run.id} run={run} view={present} />
                ))}
              </div>
              {into.length > 1 && <Together runs={into} view={present} />}
            </div>
          )}
        </div>
      </div>
    </section>
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
