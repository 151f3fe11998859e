// Two runs side by side: what differs, what came of it, and both curves.

import { useEffect, useRef, useState } from "preact/hooks";
import { copied } from "../../browser/copying";
import { Dialog } from "../../parts/Dialog";
import { Mark } from "../../parts/Mark";
import { Origin } from "../../parts/Origin";
import { type Line, markdown, type Part } from "../../setup/compare";
import { comparedSeries, type Pair, pair, partsOf, settingsOf } from "../../state/comparing";
import { rows } from "../../state/listed";
import { nameOf } from "../../state/store";
import { compare } from "../../state/table";
import { text } from "../../text/text";
import { PairChart } from "./PairChart";
import css from "./Compare.module.css";
import dialogCss from "../../parts/Dialog.module.css";
import foldCss from "../../parts/Fold.module.css";

export function Compare() {
  const both = pair.value;
  const close = () => compare(null);
  useEffect(() => {
    if (both === null) close();
  }, [both === null]);
  if (both === null) return null;
  const parts = partsOf(both);
  return (
    <Dialog title={text("runs.compare.title")} close={close}>
      <div class={css.compare}>
        <div class={css.pairCharts}>
          {comparedSeries.value.map(([name, series]) => (
            <PairChart key={name} title={series.title} name={name} series={series} />
          ))}
        </div>
        <table>
          <Heads both={both} />
          {parts.map((part) => (
            <Rows key={part.title} part={part} />
          ))}
        </table>
        <details class={foldCss.advanced}>
          <summary>{text("runs.compare.all")}</summary>
          <table>
            <Rows part={{ title: "", lines: settingsOf(both) }} />
          </table>
        </details>
        <Copy words={markdown([both[0].name, both[1].name], parts)} />
      </div>
    </Dialog>
  );
}

/** Which two they are can be chosen anew. */
function Heads({ both }: { both: Pair }) {
  const choose = (place: number, id: string) => {
    const before = [both[0].run.id, both[1].run.id] as const;
    const other = before[1 - place] as string;
    // Who chooses the run of the other side turns them round.
    const own = id === other ? (before[place] as string) : other;
    compare(place === 0 ? [id, own] : [own, id]);
  };
  return (
    <thead>
      <tr>
        <td />
        {both.map(({ run, paint, name }, place) => (
          <th scope="col" key={place}>
            <span class={css.compared}>
              <Mark paint={paint} />
              <span class={css.whole}>
                <span aria-hidden="true">{name}</span>
                <select
                  aria-label={text(place === 0 ? "runs.compare.one" : "runs.compare.other")}
                  value={run.id}
                  onChange={(event) => choose(place, event.currentTarget.value)}
                >
                  {rows.value.map(({ id }) => (
                    <option key={id} value={id}>
                      {nameOf(id)}
                    </option>
                  ))}
                </select>
              </span>
            </span>
          </th>
        ))}
      </tr>
    </thead>
  );
}

function Rows({ part: { title, lines } }: { part: Part }) {
  if (lines.length === 0) return null;
  return (
    <tbody>
      {title !== "" && (
        <tr class={css.part}>
          <th scope="rowgroup" colSpan={3}>
            {title}
          </th>
        </tr>
      )}
      {lines.map((line, place) => (
        <Both key={place} line={line} />
      ))}
    </tbody>
  );
}

function Both({ line: { title, one, other, from } }: { line: Line }) {
  return (
    <tr>
      <th scope="row">{title}</th>
      <td>
        <Origin words={from?.[0]}>{one}</Origin>
      </td>
      <td>
        <Origin words={from?.[1]}>{other}</Origin>
      </td>
    </tr>
  );
}

function Copy({ words }: { words: string }) {
  const place = useRef<HTMLDivElement>(null);
  const [done, setDone] = useState(false);
  const copy = async () => setDone(await copied(words, place.current));
  return (
    <div class={dialogCss.dialogEnd} ref={place}>
      <span role="status" class="words">
        {done && text("runs.compare.copied")}
      </span>
      <button type="button" class="small wide" onClick={() => void copy()}>
        {text("runs.compare.copy")}
      </button>
    </div>
  );
}
