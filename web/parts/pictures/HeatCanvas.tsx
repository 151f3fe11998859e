// A heat map too fine for a table: one pixel a cell, drawn large. Signed ones are orange, nothing, blue.

import { useEffect, useRef } from "preact/hooks";
import { ground } from "../../state/ground";
import { ofLayer } from "../../state/pointing";
import { short } from "../../text/numbers";
import { text } from "../../text/text";
import { AskCell } from "./AskCell";
import type { Asking } from "./asking";
import { hasWords } from "./labels";
import { bytes } from "./packed";
import { SetCell } from "./SetCell";
import type { Panel } from "./worded";
import css from "./Heat.module.css";

/** A bare one is the canvas alone, as large as what is round it. */
export function HeatCanvas({ panel, bare = false, asking }: { panel: Panel; bare?: boolean; asking?: Asking }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (canvas.current) draw(canvas.current, panel);
  }, [panel, ground.value]);
  const wide = panel.columns.length;
  const axis = panel.rows.some((label) => label === "") ? panel.rows.flatMap((label, row) => (label === "" ? [] : [{ label, row }])) : [];
  const labelled = panel.columns.some((label) => label !== "");
  const what = text("inside.heat", { title: panel.title, rows: panel.rows.length, columns: wide });
  const drawn = <canvas class={css.heatPixels} ref={canvas} width={wide} height={panel.rows.length} role="img" aria-label={what} />;
  if (bare) return drawn;
  return (
    <figure class={labelled ? `${css.heatCanvas} ${css.steps}` : css.heatCanvas} data-axis={axis.length > 0 || undefined} data-sets={panel.sets !== null || undefined} style={{ "--columns": wide, "--rows": panel.rows.length }} {...ofLayer(panel.layer)}>
      <figcaption>
        {panel.title}
        {panel.signed && panel.sets === null && <span> ±{short(panel.scale)}</span>}
      </figcaption>
      {panel.sets ? <SetCell panel={panel} axes={panel.sets}>{drawn}</SetCell> : panel.asks && asking ? <AskCell panel={panel} asking={asking}>{drawn}</AskCell> : drawn}
      {axis.length > 0 && (
        <div class={css.rowLabels} aria-hidden="true">
          {axis.map(({ label, row }) => (
            <span key={row} style={{ "--at": (row + 0.5) / panel.rows.length }}>
              {label}
            </span>
          ))}
        </div>
      )}
      {labelled && (
        <div class={css.stepLabels} data-words={hasWords(panel.columns) || undefined} aria-hidden="true">
          {panel.columns.map((label, column) => (
            <span key={column}>{label === " " ? "\u2423" : label}</span>
          ))}
        </div>
      )}
    </figure>
  );
}

/** The colours come from the style sheet, resolved for the theme: text, and for signed maps the two inks. */
function draw(canvas: HTMLCanvasElement, panel: Panel): void {
  const context = canvas.getContext("2d");
  if (!context) return;
  const style = getComputedStyle(canvas);
  const [positive, negative, dark] = [style.color, style.borderTopColor, style.outlineColor].map(channels);
  const values = bytes(panel.values);
  const image = context.createImageData(canvas.width, canvas.height);
  values.forEach((value, place) => {
    const size = panel.signed ? Math.abs(value - 128) / 127 : value / 255;
    const ink = (panel.signed ? (value < 128 ? negative : positive) : dark) ?? [0, 0, 0];
    image.data.set([ink[0] ?? 0, ink[1] ?? 0, ink[2] ?? 0, Math.round(255 * size)], 4 * place);
  });
  context.putImageData(image, 0, 0);
}

function channels(colour: string): number[] {
  return (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
}
