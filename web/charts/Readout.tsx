// What all runs had at the place of the crosshair.

import type { Drawing, Stroke } from "../curves/drawing";
import type { Value } from "../curves/history";
import type { SeriesText } from "../generated/types";
import { nameOf, paintOf, state } from "../state/here";
import { measured, plain } from "../text/numbers";
import { text } from "../text/text";
import { Mark } from "../runs/Mark";

interface Props {
  drawing: Drawing;
  series: SeriesText;
  row: number;
  left: number;
}

/** From here on the readout stands left of the cursor, so that it stays on the chart. */
const TURN = 0.55;

export function Readout({ drawing, series, row, left }: Props) {
  const x = drawing.x[row];
  if (x === undefined) return null;
  const lines = values(drawing, row);
  const turned = drawing.until > 0 && x / drawing.until > TURN;
  return (
    <div class={turned ? "readout turned" : "readout"} style={{ "--left": `${left}px` }} aria-hidden="true">
      <table>
        <thead>
          <tr>
            <th>{text(`axis.at.${state.axis.value}`, { value: plain(Number(x.toPrecision(4))) })}</th>
            <th>{text("charts.train")}</th>
            <th>{text("charts.validation")}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ run, train, validation }) => (
            <tr key={run}>
              <td>
                <Mark paint={paintOf.value.get(run)} /> {nameOf(run)}
              </td>
              <td>{measured(series, train)}</td>
              <td>{measured(series, validation)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface AtRow {
  run: string;
  train: Value;
  validation: Value;
}

function values(drawing: Drawing, row: number): AtRow[] {
  const found = new Map<string, AtRow>();
  drawing.strokes.forEach((stroke, place) => {
    if (!single(stroke)) return;
    const line = found.get(stroke.run) ?? { run: stroke.run, train: undefined, validation: undefined };
    line[stroke.role as "train" | "validation"] = latest(drawing.ys[place] ?? [], row);
    found.set(stroke.run, line);
  });
  return [...found.values()];
}

function single(stroke: Stroke): boolean {
  return stroke.role === "train" || stroke.role === "validation";
}

/** The value there, or the last one before: not every run has a point at every x. A run that is not there yet has none. */
function latest(values: readonly Value[], row: number): Value {
  if (!values.slice(row).some((value) => value !== undefined)) return undefined;
  for (let at = row; at >= 0; at--) if (values[at] !== undefined) return values[at];
  return undefined;
}
