// A table of one's own before it is learnt from: its first rows, the column that is chosen, and what only a person knows.

import type { OwnData } from "../../../generated/types";
import type { Control, Part, Setting } from "../../../setup/controls";
import { set } from "../../../state/actions";
import { plain } from "../../../text/numbers";
import { text } from "../../../text/text";
import { type Answer, type Column, columnOf, isRead, picked, picker, question, samples, type Table, tableBy, type Way, wayOf } from "./table";
import css from "./Data.module.css";

export function TableFacts({ own, part }: { own: OwnData; part: Part }) {
  const answer = picked(part, "numbers");
  const table = tableBy(own, answer);
  if (table === undefined) return null;
  const column = picker(part, "column") && columnOf(table, picked(part, "column"));
  const numbers = picker(part, "numbers");
  const asked = question(own, column, numbers);
  const way = column && wayOf(column, answer);
  return (
    <div class={css.tableFacts}>
      {asked && numbers && <Question {...asked} control={numbers} answer={answer} />}
      <Head table={table} column={column} />
      {column && way && <Curve column={column} way={way} turned={table.falls !== "" && picked(part, "order") === true} />}
      {way && !asked && isRead(way) && <p class="words">{text("table.read", { samples: samples(way) })}</p>}
      {table.falls !== "" && <Order name={table.falls} control={picker(part, "order")} turned={picked(part, "order") === true} />}
    </div>
  );
}

interface Asked {
  words: string;
  answers: Answer[];
  control: Control;
  answer: Setting | undefined;
}

function Question({ words, answers, control, answer }: Asked) {
  return (
    <div class={css.tableQuestion} role="group" aria-label={words}>
      <p class="words">{words}</p>
      {answers.map(({ value, title, preview }) => (
        <button key={value} type="button" class="small wide" aria-pressed={value === answer} onClick={() => set(control.pointer, value)}>
          <b>{title}</b> <span>{preview}</span>
        </button>
      ))}
    </div>
  );
}

function Head({ table, column }: { table: Table; column: Column | undefined }) {
  const used = new Set(table.columns.map(({ place }) => place));
  const kind = (place: number) => (place === column?.place ? css.chosen : used.has(place) ? undefined : css.unused);
  const label = (name: string, place: number) => (kind(place) === undefined ? undefined : text(kind(place) === css.chosen ? "table.chosen" : "table.left", { name }));
  return (
    // Wide tables are moved sideways, also by keys.
    <div class={css.tableHead} tabIndex={0} role="region" aria-label={text("table.head")}>
      <table>
        <thead>
          <tr>
            {table.names.map((name, place) => (
              <th key={place} class={kind(place)} aria-label={label(name, place)}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.head.map((cells, row) => (
            <tr key={row}>
              {cells.map((cell, place) => (
                <td key={place} class={kind(place)}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const WIDE = 300;
const HIGH = 48;
/** Room for the width of the line. */
const EDGE = 2;

function Curve({ column, way, turned }: { column: Column; way: Way; turned: boolean }) {
  const values = turned ? [...way.curve].reverse() : way.curve;
  const points = values.map((value, place) => {
    const x = (place / Math.max(1, values.length - 1)) * WIDE;
    return `${x.toFixed(1)},${(HIGH - EDGE - (value / 100) * (HIGH - 2 * EDGE)).toFixed(1)}`;
  });
  const words = text("table.curve", { name: column.name, least: plain(way.least), most: plain(way.most) });
  return (
    <figure class={css.tableCurve}>
      <svg viewBox={`0 0 ${WIDE} ${HIGH}`} preserveAspectRatio="none" role="img" aria-label={words}>
        <polyline points={points.join(" ")} />
      </svg>
      <figcaption class="words">{words}</figcaption>
    </figure>
  );
}

function Order({ name, control, turned }: { name: string; control: Control | undefined; turned: boolean }) {
  return (
    <p class="words">
      {text(turned ? "table.turned" : "table.falls", { name })}{" "}
      {control && (
        <button type="button" class="link" onClick={() => set(control.pointer, !turned)}>
          {text(turned ? "table.leave" : "table.turn")}
        </button>
      )}
    </p>
  );
}
