// A pad to draw on: mouse, finger, or arrow keys with the space bar as the pen.

import { useEffect, useRef, useState } from "preact/hooks";
import { text } from "../text/text";
import { blank, decode, encode, fineness, type Ink, isBlank, stroke } from "./ink";
import css from "./Pad.module.css";

interface Props {
  height: number;
  width: number;
  value: string;
  change: (value: string) => void;
}
type Point = [number, number];
interface Pen {
  at: Point;
  down: boolean;
}

export function Pad({ height, width, value, change }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const ink = useRef<Ink>(decode(value, height, width));
  const last = useRef<Point | null>(null);
  const words = text(isBlank(ink.current) ? "pad.empty" : "pad.drawn");
  const [pen, setPen] = useState<Pen | null>(null);
  useEffect(() => paint(canvas.current, ink.current, pen?.at ?? null));
  const draw = (to: Point) => {
    stroke(ink.current, last.current ?? to, to);
    last.current = to;
    paint(canvas.current, ink.current, null);
    change(encode(ink.current));
  };
  const press = (event: KeyboardEvent) => {
    const from = pen ?? { at: [width / 2, height / 2], down: false };
    const next = moved(from, event.key, width, height);
    if (next === null) return;
    event.preventDefault();
    last.current = from.down ? from.at : null;
    if (next.down) draw(next.at);
    setPen(next);
  };
  const clear = () => {
    ink.current = blank(height, width);
    change("");
  };
  return (
    <div class={css.pad}>
      <canvas
        {...{ ref: canvas, width, height, tabIndex: 0, role: "application", "aria-label": words }}
        {...pointing(width, height, last, draw)}
        onKeyDown={press}
        onBlur={() => setPen(null)}
      />
      <button type="button" class="small wide" onClick={clear}>
        {text("pad.clear")}
      </button>
    </div>
  );
}

/** Mouse, finger and stylus. */
function pointing(width: number, height: number, last: { current: Point | null }, draw: (to: Point) => void) {
  const place = (event: PointerEvent): Point => {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * width, ((event.clientY - box.top) / box.height) * height];
  };
  return {
    onPointerDown: (event: PointerEvent) => {
      (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
      last.current = null;
      draw(place(event));
    },
    onPointerMove: (event: PointerEvent) => event.buttons > 0 && draw(place(event)),
    onPointerUp: () => {
      last.current = null;
    },
  };
}

const MOVES: Record<string, Point> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Where a key takes the pen; null for a key that means nothing here. */
function moved({ at, down }: Pen, key: string, width: number, height: number): Pen | null {
  const move = MOVES[key];
  if (key === " ") return { at, down: !down };
  if (move === undefined) return null;
  const by = fineness({ width });
  return { at: [within(at[0] + move[0] * by, width), within(at[1] + move[1] * by, height)], down };
}

function within(value: number, size: number): number {
  return Math.min(size - 0.5, Math.max(0.5, value));
}

const ORANGE = [217, 130, 0, 255];

/** Places of the pixels that show where the pen is. */
function tip(ink: Ink, [x, y]: Point): number[] {
  const wide = Math.round(fineness(ink));
  const corner = (at: number, size: number) => Math.min(size - wide, Math.max(0, Math.floor(at - (wide - 1) / 2)));
  const [left, top] = [corner(x, ink.width), corner(y, ink.height)];
  return Array.from({ length: wide * wide }, (_, one) => (top + Math.floor(one / wide)) * ink.width + left + (one % wide));
}

/** Dark ink on paper, as the answers show their digits; the pen of the keyboard is a coloured dot. */
export function paint(canvas: HTMLCanvasElement | null, ink: Ink, pen: Point | null): void {
  const context = canvas?.getContext("2d");
  if (!context) return;
  const image = context.createImageData(ink.width, ink.height);
  ink.pixels.forEach((pixel, place) => image.data.set([255 - pixel, 255 - pixel, 255 - pixel, 255], place * 4));
  if (pen) for (const place of tip(ink, pen)) image.data.set(ORANGE, place * 4);
  context.putImageData(image, 0, 0);
}
