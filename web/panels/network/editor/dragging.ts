// A piece that is dragged by mouse, pen or finger, and the gap that it would fall into.

import type { RefObject } from "preact";
import { gapAt } from "./pieces";

/** So many pixels are a press that was not quite still. */
const STILL = 6;

export interface Drag {
  /** Its place in the list, or the word of a block that is to be added. */
  what: number | string;
  gap: number;
  x: number;
  y: number;
}

/** Where the pointer went down, and how far it has come: pieces are drawn anew meanwhile, and there is one pointer. */
let start: { x: number; y: number } | null = null;
let latest: Drag | null = null;

interface Course {
  /** In which the pieces stand. */
  row: RefObject<HTMLDivElement | null>;
  /** Draws it where it is now; null where nothing is dragged any more. */
  show: (drag: Drag | null) => void;
  drop: (what: Drag["what"], gap: number) => void;
  /** Among which it goes elsewhere. */
  among?: string;
}

/** What a piece listens to. A drag is no press: the click that ends it is swallowed. */
export function dragging(what: Drag["what"], { row, show, drop, among = "[data-piece]" }: Course) {
  const put = (drag: Drag | null) => {
    latest = drag;
    show(drag);
  };
  const end = () => {
    start = null;
    if (latest !== null) put(null);
  };
  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.button === 0) start = { x: event.clientX, y: event.clientY };
    },
    onPointerMove: (event: PointerEvent) => {
      if (start === null) return;
      const { clientX: x, clientY: y } = event;
      if (latest === null && Math.hypot(x - start.x, y - start.y) < STILL) return;
      (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
      put({ what, gap: gapAt({ x, y }, boxesOf(row.current, among)), x: x - start.x, y: y - start.y });
    },
    onPointerUp: () => {
      const found = latest;
      end();
      if (found === null) return;
      addEventListener("click", swallow, { capture: true, once: true });
      setTimeout(() => removeEventListener("click", swallow, { capture: true }));
      drop(what, found.gap);
    },
    onPointerCancel: end,
    // A finger is captured by what it touched, perhaps a part of the piece: that one loses it as soon as the piece takes it.
    onLostPointerCapture: ({ target, currentTarget }: PointerEvent) => {
      if (target === currentTarget) end();
    },
  };
}

function swallow(event: Event): void {
  event.stopPropagation();
  event.preventDefault();
}

function boxesOf(row: HTMLElement | null, among: string): DOMRect[] {
  return [...(row?.querySelectorAll(among) ?? [])].map((piece) => piece.getBoundingClientRect());
}
