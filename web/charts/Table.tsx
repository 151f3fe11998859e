// The chart for those who do not see it: a sentence, and a table.

import { useState } from "preact/hooks";
import { best, last, type Value } from "../curves/history";
import { said } from "../curves/names";
import type { SeriesText } from "../generated/types";
import { controlAt, state, subjects } from "../state/here";
import { measured, plain } from "../text/numbers";
import { text } from "../text/text";

/** What a flag on a chart says of a change. */
export function flagWords(setting: string, value: unknown): string {
  const control = controlAt(setting);
  return said(control, setting.split("/").pop() ?? "", typeof value === "number" ? Number(value.toPrecision(4)) : value);
}

export function inWords(title: string, name: string, series: SeriesText): string {
  const parts = subjects.value.flatMap(({ name: run, history }) => {
    const peak = best(history, `validation/${name}`, series.better);
    if (history === undefined || peak === null) return [];
    const now = measured(series, last(history.clocks.epoch, `validation/${name}`));
    const words = text("charts.words.run", { run, now, best: measured(series, peak.value), epoch: plain(peak.epoch) });
    const changes = history.changes.map(({ setting, after, epoch }) =>
      text("charts.words.change", { change: flagWords(setting, after), epoch: plain(Number(epoch.toFixed(1))) }),
    );
    return [words, ...changes];
  });
  return parts.length > 0 ? `${title}. ${parts.join(" ")}` : text("charts.words.empty", { title });
}

export function ChartTable({ title, name, series }: { title: string; name: string; series: SeriesText }) {
  const [open, setOpen] = useState(false);
  return (
    <details class="chart-table" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{text("charts.table")}</summary>
      {open && <Rows title={title} name={name} series={series} />}
    </details>
  );
}

function Rows({ title, name, series }: { title: string; name: string; series: SeriesText }) {
  const runs = subjects.value;
  const rows = new Map<number, Value[]>();
  runs.forEach(({ history }, place) => {
    const xs = history?.clocks.epoch.named.get(state.axis.value) ?? [];
    const ys = history?.clocks.epoch.named.get(`validation/${name}`) ?? [];
    xs.forEach((x, row) => {
      if (typeof x !== "number" || ys[row] === undefined) return;
      const values = rows.get(x) ?? new Array<Value>(runs.length).fill(undefined);
      values[place] = ys[row];
      rows.set(x, values);
    });
  });
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label={title}>
      <table>
        <thead>
          <tr>
            <th scope="col">{text(`axis.${state.axis.value}`)}</th>
            {runs.map(({ run, name: words }) => (
              <th scope="col" key={run.id}>
                {words}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...rows].sort(([one], [other]) => one - other).map(([x, values]) => (
            <tr key={x}>
              <th scope="row">{plain(x)}</th>
              {values.map((value, place) => (
                <td key={place}>{measured(series, value)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
