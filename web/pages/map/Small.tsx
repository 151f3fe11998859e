// The small drawing of a card: layers of a network, each as large as its output, or lines or cells of a laboratory's first picture.

import type { Drawing } from "../../generated/types";
import css from "./Map.module.css";

const WIDTH = 160;
const HEIGHT = 48;

export function Small({ drawing }: { drawing: Drawing | null | undefined }) {
  return (
    <svg class={css.small} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" data-drawn={drawing ? "yes" : undefined}>
      {drawing && (drawing.sheets.length > 0 ? <Layers sheets={drawing.sheets} /> : drawing.lines.length > 0 ? <Curves lines={drawing.lines} /> : <Cells cells={drawing.cells} />)}
    </svg>
  );
}

/** Maps are squares, so many behind each other as there are maps, by the logarithm; units are a bar; steps are bars side by side. */
function Layers({ sheets }: { sheets: Drawing["sheets"] }) {
  const step = WIDTH / sheets.length;
  return (
    <>
      {sheets.map(({ output, weights }, place) => {
        const { width, height, copies } = shapeOf(output, step * 0.62);
        const [left, top] = [(place + 0.5) * step - width / 2, (HEIGHT - height) / 2];
        const shift = Math.min(1.6, (step * 0.3) / copies);
        return Array.from({ length: copies }, (_, copy) => {
          const aside = ((copies - 1) / 2 - copy) * shift;
          return <rect key={`${place} ${copy}`} class={weights ? css.weighs : css.idle} x={left + aside} y={top - aside} width={width} height={height} rx={1} />;
        });
      })}
    </>
  );
}

function shapeOf(output: readonly number[], room: number): { width: number; height: number; copies: number } {
  if (output.length >= 3) {
    const [many = 1, high = 1, wide = 1] = output.slice(-3);
    const [height, width] = [side(high), side(wide)];
    const fit = Math.min(1, room / width);
    return { height: height * fit, width: width * fit, copies: Math.min(5, 1 + Math.round(Math.log2(many) / 2)) };
  }
  const units = output.at(-1) ?? 1;
  const height = Math.min(HEIGHT - 6, 5 + 3.6 * Math.log2(units + 1));
  return { height, width: Math.min(4, room), copies: output.length === 2 ? Math.min(5, 1 + Math.round(Math.log2(output[0] ?? 1))) : 1 };
}

function side(pixels: number): number {
  return Math.min(HEIGHT - 12, 3 + 5.4 * Math.log2(pixels + 1));
}

const HUES = ["blue", "orange", "green"] as const;

function Curves({ lines }: { lines: Drawing["lines"] }) {
  return (
    <>
      {lines.map((points, place) => (
        <polyline key={place} class={css.line} data-hue={HUES[place]} points={points.map(([left = 0, up = 0]) => `${(left * WIDTH).toFixed(1)},${(HEIGHT - up * HEIGHT).toFixed(1)}`).join(" ")} />
      ))}
    </>
  );
}

function Cells({ cells }: { cells: Drawing["cells"] }) {
  const edge = HEIGHT / Math.max(1, cells.length);
  const left = (WIDTH - edge * (cells[0]?.length ?? 0)) / 2;
  return (
    <>
      {cells.map((row, down) => row.map((value, along) => <rect key={`${down} ${along}`} class={css.cell} x={left + along * edge} y={down * edge} width={edge} height={edge} fill-opacity={value / 255} />))}
    </>
  );
}
