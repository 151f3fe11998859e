// A heat map whose cells count examples: any cell can be chosen, by pointer or by keys, to see what is behind it.

import { useMemo, useRef, useState } from "preact/hooks";
import { text } from "../../text/text";
import type { Asking } from "./asking";
import { countedCells, type CountedCell, moved } from "./cells";
import { ImageTiles } from "./ImageTiles";
import { hasWords } from "./labels";
import type { Cells, Panel } from "./worded";
import css from "./Heat.module.css";

interface Given {
  panel: Panel;
  cells: Cells;
  asking: Asking;
}

export function CellGrid({ panel, cells, asking }: Given) {
  const all = useMemo(() => countedCells(panel, cells), [panel, cells]);
  const chosen = all.find((cell) => cell.question === asking.question);
  const [pointed, point] = useState<number | null>(null);
  const at = pointed === null ? undefined : all[pointed];
  return (
    <div class={css.cellGrid}>
      <div class={css.heatScroll}>
        <Grid panel={panel} all={all} asking={asking} point={point} />
      </div>
      <p class={css.cellWords}>{at?.words ?? text("inside.cells")}</p>
      {chosen && <Examples cells={cells} chosen={chosen} words={asking.words} />}
    </div>
  );
}

interface GridGiven {
  panel: Panel;
  all: CountedCell[];
  asking: Asking;
  point: (place: number | null) => void;
}

function Grid({ panel, all, asking, point }: GridGiven) {
  const table = useRef<HTMLTableElement>(null);
  const chosen = all.findIndex((cell) => cell.question === asking.question);
  const [entry, enter] = useState(Math.max(0, chosen));
  const wide = panel.columns.length;
  const choose = (place: number) => {
    const question = all[place]?.question ?? "";
    asking.ask(question === asking.question ? "" : question);
  };
  const press = (event: KeyboardEvent, place: number) => {
    const to = moved(event.key, place, wide, panel.rows.length);
    if (to !== null) table.current?.querySelectorAll<HTMLElement>("tbody td")[to]?.focus();
    else if (event.key === "Enter" || event.key === " ") choose(place);
    else if (event.key === "Escape" && asking.question !== "") asking.ask("");
    else return;
    event.preventDefault();
  };
  return (
    <table class={`${css.heat} ${css.chosenFrom}`} role="grid" ref={table} style={{ "--many": wide }} data-words={hasWords(panel.columns) || undefined} onPointerLeave={() => point(null)}>
      <caption>{panel.title}</caption>
      <thead>
        <tr>
          <td role="presentation" />
          {panel.columns.map((label, column) => (
            <th scope="col" key={column} title={label}>
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {panel.rows.map((label, row) => (
          <tr key={row}>
            <th scope="row" title={label}>
              {label}
            </th>
            {all.slice(row * wide, (row + 1) * wide).map((cell, column) => {
              const place = row * wide + column;
              return (
                <td
                  key={column}
                  tabIndex={place === entry ? 0 : -1}
                  aria-label={cell.words}
                  aria-selected={place === chosen}
                  style={{ "--heat": cell.heat.toFixed(3) }}
                  onClick={() => choose(place)}
                  onFocus={() => {
                    enter(place);
                    point(place);
                  }}
                  onBlur={() => point(null)}
                  onPointerEnter={() => point(place)}
                  onKeyDown={(event) => press(event, place)}
                />
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Until the answer for this cell has come, the pictures are those of another, and wait. */
function Examples({ cells, chosen, words }: { cells: Cells; chosen: CountedCell; words: string }) {
  const examples = cells.chosen === chosen.question ? cells.examples : null;
  const shown = examples?.marks.length ?? 0;
  return (
    <div class={css.cellExamples}>
      <h4>
        {chosen.words}
        {examples && <span class="words">{text(shown < examples.of ? "inside.cells.surest" : "inside.cells.all", { shown })}</span>}
      </h4>
      {examples && <ImageTiles picture={examples} words={words} />}
    </div>
  );
}
