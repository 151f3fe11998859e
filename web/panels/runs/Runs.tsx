// The runs of the task, with all that one can do to them.

import { later } from "../../parts/later";
import { Slot } from "../../parts/Slot";
import { chooseTask } from "../../state/actions";
import { chosenPair, filterable, found, movedWords, rows } from "../../state/listed";
import { openDialog } from "../../state/page";
import { elsewhere, headline, shown, state } from "../../state/store";
import { compare } from "../../state/table";
import { openWeights } from "../../state/weights";
import { whole } from "../../text/numbers";
import { counted, text } from "../../text/text";
import { Filter } from "./Filter";
import css from "./Runs.module.css";

const Table = later(async () => (await import("./Table")).Table, true);

export function Runs() {
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
      {found.value.length > 0 && series && <Table name={series[0]} series={series[1]} />}
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
