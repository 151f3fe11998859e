// The numbers behind the chart of sizes, run by run.

import { useState } from "preact/hooks";
import { valueOf } from "../../curves/groups";
import { peakWords } from "../../curves/origin";
import { peakOf } from "../../curves/peaks";
import { costOf, SIZE_AXES } from "../../curves/sizes";
import { SEED } from "../../setup/spec";
import { Origin } from "../../parts/Origin";
import { subjects } from "../../state/store";
import { duration, measured, whole } from "../../text/numbers";
import { text } from "../../text/text";
import type { Titled } from "./titled";
import css from "./Charts.module.css";
import foldCss from "../../parts/Fold.module.css";

export function SizesTable({ name, series, title }: Titled) {
  const [open, setOpen] = useState(false);
  return (
    <details class={`${css.chartTable} ${foldCss.plain}`} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{text("charts.table")}</summary>
      {open && <Rows name={name} series={series} title={title} />}
    </details>
  );
}

function Rows({ name, series, title }: Titled) {
  return (
    <div class={css.tableScroll} tabIndex={0} role="region" aria-label={title}>
      <table>
        <thead>
          <tr>
            <th scope="col">{text("runs.name")}</th>
            <th scope="col">{text("names.seed", { seed: "" }).trim()}</th>
            <th scope="col">{text("runs.best")}</th>
            {SIZE_AXES.map((axis) => (
              <th scope="col" key={axis}>
                {text(`sizes.${axis}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {subjects.value.map((subject) => {
            const peak = peakOf(subject.run, subject.history, name, series);
            return (
              <tr key={subject.run.id}>
                <th scope="row">{subject.name}</th>
                <td>{String(valueOf(subject.run, SEED))}</td>
                <td>
                  <Origin words={peak ? peakWords(subject.name, subject.run, series, peak) : undefined}>{peak === null ? "–" : measured(series, peak.value)}</Origin>
                </td>
                {SIZE_AXES.map((axis) => (
                  <td key={axis}>{axis === "seconds" ? duration(costOf(subject, axis)) : whole(costOf(subject, axis))}</td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
