// A pad to draw on: mouse, finger, or arrow keys with the space bar as the pen.

import { useEffect, useRef, useState } from "preact/hooks";
import { text } from "../text/text";
import { blank, decode, encode, type Ink, isBlank, stroke } from "./ink";

interface Props {
  height: number;
  width: number;
  value: string;
  change: (value: string) => void;
}
type Point = [number, number];

const MOVES: Record<string, Point> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export function Pad({ height, width, value, change }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const ink = useRef<Ink>(decode(value, height, width));
  const last = useRef<Point | null>(null);
  const [cursor, setCursor] = useState<{ at: Point; down: boolean } | null>(null);
  useEffect(() => paint(canvas.current, ink.current, cursor?.at ?? null));
  const draw = (to: Point) => {
    stroke(ink.current, last.current ?? to, to);
    last.current = to;
    paint(canvas.current, ink.current, cursor?.at ?? null);
    change(encode(ink.current));
  };
  const place = (event: PointerEvent): Point => {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * width, ((event.clientY - box.top) / box.height) * height];
  };
  const key = (event: KeyboardEvent) => {
    const move = MOVES[event.key];
    const from = cursor ?? { at: [width / 2, height / 2] as Point, down: false };
    if (move === undefined && event.key !== " ") return;
    event.preventDefault();
    const at: Point = [clampTo(from.at[0] + (move?.[0] ?? 0), width), clampTo(from.at[1] + (move?.[1] ?? 0), height)];
    const down = event.key === " " ? !from.down : from.down;
    last.current = down ? from.at : null;
    if (down) draw(at);
    setCursor({ at, down });
  };
  const clear = () => {
    ink.current = blank(height, width);
    last.current = null;
    paint(canvas.current, ink.current, null);
    change("");
  };
  return (
    <div class="pad">
      <canvas
        ref={canvas}
        width={width}
        height={height}
        tabIndex={0}
        role="application"
        aria-label={text(isBlank(ink.current) ? "pad.empty" : "pad.drawn")}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          last.current = null;
          draw(place(event));
        }}
        onPointerMove={(event) => event.buttons > 0 && draw(place(event))}
        onPointerUp={() => {
          last.current = null;
        }}
        onKeyDown={key}
        onBlur={() => setCursor(null)}
      />
      <button type="button" class="small wide" onClick={clear}>
        {text("pad.clear")}
      </button>
    </div>
  );
}

function clampTo(value: number, size: number): number {
  return Math.min(size - 0.5, Math.max(0.5, value));
}

/** Dark ink on paper, as the answers show their digits. */
function paint(canvas: HTMLCanvasElement | null, ink: Ink, cursor: Point | null): void {
  const context = canvas?.getContext("2d");
  if (!context) return;
  const image = context.createImageData(ink.width, ink.height);
  ink.pixels.forEach((pixel, place) => image.data.set([255 - pixel, 255 - pixel, 255 - pixel, 255], place * 4));
  if (cursor) image.data.set([230, 159, 0, 255], (Math.floor(cursor[1]) * ink.width + Math.floor(cursor[0])) * 4);
  context.putImageData(image, 0, 0);
}
