// What was measured at the place of the crosshair, of all runs.

import { useLayoutEffect, useRef } from "preact/hooks";
import type { Drawing } from "../../curves/drawing";
import { seedOf } from "../../curves/origin";
import { momentAt, type Reading, readings } from "../../curves/reading";
import type { SeriesText } from "../../generated/types";
import { Mark } from "../../parts/Mark";
import { layered, layeredRun } from "../../state/charted";
import { state, subjects } from "../../state/store";
import { measured, plain, whole } from "../../text/numbers";
import { text } from "../../text/text";
import { placeWords } from "./scales";
import { spreadWords } from "./Table";
import css from "./Charts.module.css";

interface Props {
  drawing: Drawing;
  name: string;
  series: SeriesText;
  row: number;
  left: number;
  /** A key moved the crosshair: what it is at is said aloud. */
  spoken: boolean;
}

/** From here on the readout stands left of the cursor. */
const TURN = 0.55;
/** Pixels from the cursor. */
const AWAY = 14;
/** More rows would hide the chart; seeds then speak through their mean, unless they are pointed at. */
const MOST_ROWS = 7;

export function Readout({ drawing, name, series, row, left, spoken }: Props) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (place.current) put(place.current, left, (drawing.x[row] ?? 0) - drawing.window.from > TURN * (drawing.window.to - drawing.window.from));
  });
  const x = drawing.x[row];
  if (x === undefined) return null;
  const { from, to } = drawing.window;
  const slack = (to - from) / 400;
  const lines = layered(name) ? ofLayers(drawing, row) : few(readings(subjects.value, name, state.axis.value, state.band.value, x, slack));
  const seeds = lines.some(({ about }) => about !== null);
  const split = lines.some(({ validation }) => validation !== undefined);
  const single = lines.some(({ seed }) => seed !== "");
  // Where they agree the head has it.
  const apart = new Set(lines.flatMap(({ moment }) => moment?.step ?? [])).size > 1;
  return (
    <div class={css.readout} ref={place} role="status" aria-hidden={!spoken}>
      <table>
        <thead>
          <tr>
            <th scope="col">{placeAt(x, slack)}</th>
            <th scope="col">{split ? text("charts.train") : ""}</th>
            {split && <th scope="col">{text("charts.validation")}</th>}
            {seeds && <th scope="col">{text(`band.${spreadBand()}`)}</th>}
            {apart && <th scope="col">{text("origin.steps")}</th>}
            {single && <th scope="col">{text("origin.seed")}</th>}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.run + line.name} class={line.about ? css.ofGroup : ""}>
              <th scope="row">
                <Mark paint={line.paint} /> {line.name}
              </th>
              <td>{measured(series, line.train)}</td>
              {split && <td>{measured(series, line.validation)}</td>}
              {seeds && <td>{line.about && spreadWords(series, line.about, spreadBand())}</td>}
              {apart && <td class={css.from}>{line.moment && whole(line.moment.step)}</td>}
              {single && <td class={css.from}>{line.seed}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Beside the cursor, and on the chart as far as there is room. */
function put(readout: HTMLElement, left: number, turned: boolean): void {
  const room = readout.parentElement?.clientWidth ?? 0;
  const width = readout.offsetWidth;
  const wanted = left + (turned ? -AWAY - width : AWAY);
  readout.style.left = `${Math.max(0, Math.min(room - width, wanted))}px`;
}

function few(lines: Reading[]): Reading[] {
  if (lines.length <= MOST_ROWS) return lines;
  const groups = new Set(lines.filter(({ about }) => about !== null).map(({ paint }) => paint.group));
  return lines.filter(({ about, paint, run }) => about !== null || !groups.has(paint.group) || run === state.hovered.value);
}

function spreadBand() {
  return state.band.value === "off" ? "range" : state.band.value;
}

/** On the axis that is chosen; and epoch and step, where that is another one. */
function placeAt(x: number, slack: number): string {
  const axis = state.axis.value;
  const moment = momentAt(subjects.value, axis, x, slack);
  const own = text(`axis.at.${axis}`, { value: placeWords(Number(x.toPrecision(5))) });
  if (moment === null) return own;
  const epoch = text("axis.at.epoch", { value: plain(Number(moment.epoch.toPrecision(4))) });
  const step = text("axis.at.step", { value: plain(moment.step) });
  return [...new Set([own, epoch, step])].join(" · ");
}

/** Each line is a layer of one run. */
function ofLayers(drawing: Drawing, row: number): Reading[] {
  const group = layeredRun.value?.paint.group ?? "";
  const seed = layeredRun.value ? seedOf(layeredRun.value.run) : "";
  return drawing.strokes.flatMap(({ faint, label, hue, marker }, place) =>
    faint || label === ""
      ? []
      : [{ run: "", name: label, paint: { hue, marker, group }, train: drawing.ys[place]?.[row], validation: undefined, about: null, seed, moment: null }],
  );
}
