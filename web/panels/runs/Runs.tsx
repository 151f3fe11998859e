// The runs of the task, with all that one can do to them.

import { useState } from "preact/hooks";
import { Slot } from "../../parts/Slot";
import { chooseTask } from "../../state/actions";
import { chosenPair, entries, filterable, found, movedWords, rows } from "../../state/listed";
import type { Entry } from "../../state/order";
import { openDialog } from "../../state/page";
import { elsewhere, headline, shown, state } from "../../state/store";
import { compare } from "../../state/table";
import { openWeights } from "../../state/weights";
import { whole } from "../../text/numbers";
import { counted, text } from "../../text/text";
import { Filter } from "./Filter";
import { GroupRow } from "./Group";
import { Row } from "./Row";
import css from "./Runs.module.css";

/** Rows that are there before somebody asks for more: each is drawn anew as runs learn. */
const MOST_ROWS = 60;

export function Runs() {
  const [most, setMost] = useState(MOST_ROWS);
  const list = entries.value;
  const series = headline.value;
  return (
    <section class={css.runs} aria-labelledby="runs-title">
      <header>
        <h2 id="runs-title">{text("runs.title")}</h2>
        {filterable.value && <Filter />}
        <Slot place="runs" />
        <Charted />
        {chosenPair.value && <ComparePair pair={chosenPair.value} />}
        <OpenWeights />
        <Elsewhere />
        <ToTrash />
      </header>
      <p class="unseen" role="status">
        {movedWords.value}
      </p>
      {rows.value.length === 0 && <p class="words">{text("runs.empty")}</p>}
      {rows.value.length > 0 && found.value.length === 0 && <p class="words">{text("runs.filter.none")}</p>}
      {found.value.length > 0 && series && (
        <div class={css.tableScroll}>
          <table>
            <Head title={series[1].title} />
            <tbody>
              {list.slice(0, most).map((entry) =>
                entry.kind === "group" ? (
                  <GroupRow key={entry.key} group={entry} name={series[0]} series={series[1]} />
                ) : (
                  <Row key={entry.run.id} run={entry.run} member={entry.member} name={series[0]} series={series[1]} />
                ),
              )}
            </tbody>
          </table>
          {list.length > most && (
            <button type="button" class="small wide" onClick={() => setMost(most + MOST_ROWS)}>
              {counted("runs.older", count(list.slice(most)))}
            </button>
          )}
        </div>
      )}
    </section>
  );
}

/** Not all of them are on the charts: by hand, or because there are many. */
function Charted() {
  const [some, all] = [shown.value.length, rows.value.length];
  return some < all ? <span class="words">{text("runs.charted", { shown: whole(some), count: whole(all) })}</span> : null;
}

/** Just two runs are chosen. */
function ComparePair({ pair }: { pair: readonly [string, string] }) {
  return (
    <button type="button" class="link" onClick={() => compare(pair)}>
      {text("runs.compare")}
    </button>
  );
}

/** Weights that were taken away come back. */
function OpenWeights() {
  const choose = (event: { currentTarget: HTMLInputElement }) => {
    const input = event.currentTarget;
    const file = input.files?.[0];
    // The same file can be chosen again.
    if (file) void openWeights(file).then(() => (input.value = ""));
  };
  return (
    <label class="link" title={text("weights.words")}>
      {text("weights.open")}
      <input type="file" class="unseen" accept=".safetensors" onChange={choose} />
    </label>
  );
}

function count(list: readonly Entry[]): number {
  return list.reduce((sum, entry) => sum + (entry.kind === "group" ? entry.runs.length : entry.member ? 0 : 1), 0);
}

/** As soon as there is something in it. */
function ToTrash() {
  const count = state.trashed.value.size;
  if (count === 0) return null;
  return (
    <button type="button" class="link" aria-haspopup="dialog" onClick={() => openDialog("trash")}>
      {counted("trash.open", count)}
    </button>
  );
}

function Elsewhere() {
  const catalogue = state.catalogue.value;
  return (
    <>
      {[...elsewhere.value].map(([task, count]) => (
        <button type="button" class="link" key={task} onClick={() => chooseTask(task)}>
          {counted("runs.elsewhere", count, { task: catalogue?.tasks.find((entry) => entry.name === task)?.title ?? task })}
        </button>
      ))}
    </>
  );
}

/** Figures that stand side by side are of different moments: each says which. */
function Moment({ title, of }: { title: string; of: "now" | "best" | "test" }) {
  return (
    <th scope="col" class={css.figure} title={text(`runs.${of}.words`)}>
      {title} <span class={css.moment}>{text(`runs.${of}.short`)}</span>
    </th>
  );
}

function Head({ title }: { title: string }) {
  return (
    <thead>
      <tr>
        <th scope="col" class={css.name}>{text("runs.name")}</th>
        <th scope="col">{text("runs.state")}</th>
        <Moment title={title} of="now" />
        <Moment title={text("runs.best")} of="best" />
        <Moment title={text("runs.test")} of="test" />
        <th scope="col" class={css.figure}>{text("runs.parameters")}</th>
        <th scope="col" class={css.figure}>{text("runs.time")}</th>
        <th scope="col" class={`${css.figure} ${css.speed}`} title={text("runs.speed.words")}>{text("runs.speed")}</th>
        <th scope="col"><span class="unseen">{text("runs.commands")}</span></th>
      </tr>
    </thead>
  );
}
