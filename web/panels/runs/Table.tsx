// The table itself: a row for each run, or for each group of them.

import { useState } from "preact/hooks";
import type { SeriesText } from "../../generated/types";
import { entries } from "../../state/listed";
import type { Entry } from "../../state/order";
import { counted, text } from "../../text/text";
import { GroupRow } from "./Group";
import { Row } from "./Row";
import css from "./Runs.module.css";

/** Rows that are there before somebody asks for more: each is drawn anew as runs learn. */
const MOST_ROWS = 60;

export function Table({ name, series }: { name: string; series: SeriesText }) {
  const [most, setMost] = useState(MOST_ROWS);
  const list = entries.value;
  return (
    <div class={css.tableScroll}>
      <table>
        <Head title={series.title} />
        <tbody>
          {list.slice(0, most).map((entry) =>
            entry.kind === "group" ? (
              <GroupRow key={entry.key} group={entry} name={name} series={series} />
            ) : (
              <Row key={entry.run.id} run={entry.run} member={entry.member} name={name} series={series} />
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
  );
}

function count(list: readonly Entry[]): number {
  return list.reduce((sum, entry) => sum + (entry.kind === "group" ? entry.runs.length : entry.member ? 0 : 1), 0);
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
