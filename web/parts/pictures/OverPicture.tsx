// Maps that lie over a picture: beside it at its size, each with the pixels that a pointed-at cell stands for, everywhere
// the same ones.

import { useRef } from "preact/hooks";
import type { HeatMap, Panel } from "./worded";
import { choosePixel, inside, pointAtPixel } from "../../state/inside";
import { percent, precise } from "../../text/numbers";
import { text } from "../../text/text";
import { boxOf, type Place, placeAt } from "./fields";
import { HeatCanvas } from "./HeatCanvas";
import { bytes } from "./packed";
import { boxStyle, PictureField } from "./PictureField";
import css from "./OverPicture.module.css";

export type OverPanel = Panel & { seen: NonNullable<Panel["seen"]> };

export function overPanels({ asked, panels }: HeatMap): OverPanel[] {
  return asked === null ? [] : panels.filter((panel): panel is OverPanel => panel.seen !== null);
}

export function OverPicture({ picture, panels }: { picture: HeatMap; panels: readonly OverPanel[] }) {
  const asked = picture.asked;
  const [first] = panels;
  if (asked === null || first === undefined) return null;
  const shape = { height: asked.height, width: asked.width };
  const at = inside.pixel.value ?? furthest(first, shape);
  return (
    <div class={css.overPicture}>
      <figure>
        <figcaption>{text("over.picture")}</figcaption>
        <PictureField picture={asked} box={boxAt(first, shape, at)} at={at} point={pointAtPixel} choose={choosePixel} />
      </figure>
      {panels.map((panel, place) => (
        <Map key={place} panel={panel} shape={shape} at={at} />
      ))}
    </div>
  );
}

interface Shape {
  height: number;
  width: number;
}

function Map({ panel, shape, at }: { panel: OverPanel; shape: Shape; at: Place }) {
  const frame = useRef<HTMLDivElement>(null);
  const pixel = (event: MouseEvent): Place => {
    const { left, top, width, height } = (frame.current as HTMLElement).getBoundingClientRect();
    return [within(((event.clientY - top) / height) * shape.height, shape.height), within(((event.clientX - left) / width) * shape.width, shape.width)];
  };
  const [row, column] = cellAt(panel, at);
  return (
    <figure>
      <figcaption>{panel.title}</figcaption>
      <div
        class={css.overMap}
        ref={frame}
        style={{ "--ratio": shape.width / shape.height }}
        onPointerMove={(event) => event.pointerType === "mouse" && pointAtPixel(pixel(event))}
        onPointerLeave={() => pointAtPixel(null)}
        onClick={(event) => choosePixel(pixel(event))}
      >
        <span class={css.overCells} style={extent(panel, shape)}>
          <HeatCanvas panel={panel} bare />
        </span>
        <span class={css.overBox} style={boxStyle(cellBox(panel, [row, column]), shape.height, shape.width)} aria-hidden="true" />
      </div>
      <p class={css.overValue}>{valueWords(panel, row, column)}</p>
    </figure>
  );
}

function valueWords(panel: OverPanel, row: number, column: number): string {
  const value = bytes(panel.values)[row * panel.columns.length + column] ?? 0;
  const words = panel.signed ? precise(((value - 128) / 127) * panel.scale) : percent(value / 255);
  return text("over.value", { row: row + 1, column: column + 1, value: words });
}

/** The cell whose pixels have this one nearest to their middle. */
function cellAt({ seen, rows, columns }: OverPanel, pixel: Place): Place {
  return placeAt({ seen, maps: { shape: [1, rows.length, columns.length] } }, pixel);
}

function boxAt(panel: OverPanel, { height, width }: Shape, pixel: Place) {
  return boxOf({ seen: panel.seen, asked: { height, width } }, cellAt(panel, pixel));
}

/** A cell itself, which may stand for more pixels than it covers. */
function cellBox({ seen: [down, across] }: OverPanel, [row, column]: Place) {
  return { top: row * down.stride, left: column * across.stride, height: down.stride, width: across.stride };
}

/** All cells together may reach beyond the picture. */
function extent({ seen: [down, across], rows, columns }: OverPanel, { height, width }: Shape) {
  return { width: `${(100 * columns.length * across.stride) / width}%`, height: `${(100 * rows.length * down.stride) / height}%` };
}

/** The pixel in the middle of the cell that matters most. */
function furthest({ values, signed, seen: [down, across], columns }: OverPanel, { height, width }: Shape): Place {
  const all = [...bytes(values)].map((value) => (signed ? Math.abs(value - 128) : value));
  const most = all.indexOf(Math.max(...all));
  return [within((Math.floor(most / columns.length) + 0.5) * down.stride, height), within(((most % columns.length) + 0.5) * across.stride, width)];
}

function within(value: number, size: number): number {
  return Math.min(size - 1, Math.max(0, Math.floor(value)));
}
