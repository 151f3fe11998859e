// The chart for those who do not see it: a sentence, and a table.

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { jointWords, later } from "../../curves/attempts";
import type { Band } from "../../curves/axis";
import { best, last, type Value } from "../../curves/history";
import { originWords } from "../../curves/origin";
import { type About, momentOf } from "../../curves/reading";
import type { Subject } from "../../curves/subject";
import { type Column, tabled, tabledLayers } from "../../curves/table";
import type { Run, SeriesText } from "../../generated/types";
import { Origin } from "../../parts/Origin";
import { stay } from "../../parts/staying";
import { flagWords, layered, layeredRun } from "../../state/charted";
import { state, subjects } from "../../state/store";
import { measured, plain } from "../../text/numbers";
import { sentences, text } from "../../text/text";
import { placeWords } from "./scales";
import css from "./Charts.module.css";
import foldCss from "../../parts/Fold.module.css";

/** How seeds lie about their mean, in the unit of the series. */
export function spreadWords(series: SeriesText, { low, high, deviation }: About, band: Exclude<Band, "off">): string {
  if (band === "deviation") return `± ${measured(series, deviation)}`;
  return text("band.between", { low: measured(series, low), high: measured(series, high) });
}

export function inWords(title: string, name: string, series: SeriesText, some: readonly Subject[] = subjects.value): string {
  const parts = some.flatMap(({ name: run, run: one, history }) => {
    const peak = best(history, `validation/${name}`, series.better);
    if (history === undefined || peak === null) return [];
    const now = measured(series, last(history.clocks.epoch, `validation/${name}`));
    const words = text("charts.words.run", { run, now, best: measured(series, peak.value), epoch: plain(peak.epoch) });
    const changes = history.changes.map(({ setting, after, epoch }) =>
      text("charts.words.change", { change: flagWords(setting, after), epoch: plain(Number(epoch.toFixed(1))) }),
    );
    return [words, ...changes, ...joined(run, one)];
  });
  return parts.length > 0 ? sentences([text("charts.words.title", { title }), ...parts]) : text("charts.words.empty", { title });
}

/** Where a run went on in a new attempt, and why. */
function joined(name: string, run: Run): string[] {
  return later(run).map((attempt) => text("charts.words.attempt", { run: name, words: jointWords(run, attempt) }));
}

export function ChartTable({ title, name, series }: { title: string; name: string; series: SeriesText }) {
  const [open, setOpen] = useState(false);
  return (
    <details class={`${css.chartTable} ${foldCss.plain}`} data-floats onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{text("charts.table")}</summary>
      {open && <Rows title={title} name={name} series={series} />}
    </details>
  );
}

function Rows({ title, name, series }: { title: string; name: string; series: SeriesText }) {
  const floating = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => stay(floating.current));
  const axis = state.axis.value;
  const { xs, columns } = layered(name) ? tabledLayers(layeredRun.value, name, axis) : tabled(subjects.value, name, axis, state.band.value);
  const numberOf = ({ subject, split }: NonNullable<Column["of"]>, value: Value | About, x: number) => {
    const at = typeof value === "number" ? momentOf(subject, axis, x, 0) : null;
    return at === null ? undefined : () => originWords(subject.name, subject.run, series, split, value as number, at);
  };
  const cell = (value: Value | About, band: Exclude<Band, "off"> | null) =>
    typeof value === "object" && value !== null ? spreadWords(series, value, band ?? "range") : measured(series, value);
  return (
    <div class={css.tableScroll} ref={floating} tabIndex={0} role="region" aria-label={title}>
      <table>
        {!layered(name) && <caption class={`words ${css.splits}`}>{text("charts.splits")}</caption>}
        <thead>
          <tr>
            <th scope="col">{text(`axis.${axis}`)}</th>
            {columns.map(({ name: words, spread }, place) => (
              <th scope="col" key={place}>
                {words}
                {spread !== null && <span class="words"> {text(`band.${spread}`)}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {xs.map((x) => (
            <tr key={x}>
              <th scope="row">{placeWords(x)}</th>
              {columns.map(({ cells, of, spread }, place) => (
                <td key={place}>
                  <Origin words={of && numberOf(of, cells.get(x), x)} among>
                    {cell(cells.get(x), spread)}
                  </Origin>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        <Joined columns={columns.length + 1} />
      </table>
    </div>
  );
}

/** Below the numbers: what of them is of a later attempt. */
function Joined({ columns }: { columns: number }) {
  const words = subjects.value.flatMap(({ name, run }) => joined(name, run));
  if (words.length === 0) return null;
  return (
    <tfoot>
      {words.map((one) => (
        <tr key={one}>
          <td colSpan={columns}>{one}</td>
        </tr>
      ))}
    </tfoot>
  );
}
