// A table of numbers, sorted by the column that somebody presses; each number is as long a bar as it is large.

import { useState } from "preact/hooks";
import type { Column, Table, TableRow } from "./worded";
import { ofLayer } from "../../state/pointing";
import { bytes, percent, precise, short } from "../../text/numbers";
import { text } from "../../text/text";
import css from "./Table.module.css";

export function TablePicture({ picture }: { picture: Table }) {
  const [by, sortBy] = useState<number | null>(null);
  const rows = sorted(picture.rows, by);
  const most = picture.columns.map((_, place) => Math.max(...picture.rows.map((row) => row.values[place] ?? 0)));
  return (
    <div class={css.table}>
      <div class={css.scroll} tabIndex={0} role="group" aria-label={text("table.scroll")}>
        <table>
          <thead>
            <tr>
              <th scope="col" aria-sort={by === null ? "ascending" : "none"}>
                <button type="button" onClick={() => sortBy(null)}>
                  {picture.order || text("table.order")}
                </button>
              </th>
              {picture.columns.map((column, place) => (
                <th scope="col" key={place} aria-sort={by === place ? "descending" : "none"}>
                  <button type="button" onClick={() => sortBy(by === place ? null : place)}>
                    {column.title}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, at) => (
              <tr key={row.layer || at} {...ofLayer(row.layer)}>
                <Head row={row} />
                {picture.columns.map((column, place) => (
                  <td key={place}>
                    <span class={css.bar} style={{ "--part": `${(100 * (row.values[place] ?? 0)) / (most[place] || 1)}%` }} aria-hidden="true" />
                    <span>{written(column, row.values[place] ?? null)}</span>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <Head row={picture.total} />
              {picture.columns.map((column, place) => (
                <td key={place}>{written(column, picture.total.values[place] ?? null)}</td>
              ))}
            </tr>
          </tfoot>
        </table>
      </div>
      {picture.remarks.map((remark, place) => (
        <p class="words" key={place}>
          {remark}
        </p>
      ))}
    </div>
  );
}

function Head({ row }: { row: TableRow }) {
  return (
    <th scope="row">
      {row.title}
      {row.note && <span class={css.note}>{row.note}</span>}
    </th>
  );
}

/** The largest first; null is the order of the network. */
export function sorted(rows: readonly TableRow[], by: number | null): TableRow[] {
  return by === null ? [...rows] : [...rows].sort((one, other) => (other.values[by] ?? -1) - (one.values[by] ?? -1));
}

function written({ form }: Column, value: number | null): string {
  if (value === null) return "–";
  if (form === "bytes") return bytes(value);
  if (form === "share") return percent(value);
  return form === "milliseconds" ? text("table.milliseconds", { value: precise(value) }) : short(value);
}
