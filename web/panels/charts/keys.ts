// A chart by keyboard: arrows move the crosshair from point to point, with shift they move along; + and - look closer and
// wider, 0 and Escape show all of it.

import type { Drawing } from "../../curves/drawing";
import type { Sight } from "./gestures";

/** Parts of what is shown that one key moves by, and how much closer one looks. */
const STRIDE = 0.1;
const CLOSER = 0.5;

type Cross = (row: number | null) => void;

export function attachKeys(host: HTMLElement, sight: Sight, latest: { current: Drawing | null }, cross: Cross): () => void {
  const keys = new Keys(sight, cross);
  const listening = new AbortController();
  const options = { signal: listening.signal };
  host.addEventListener(
    "keydown",
    (event) => {
      const plain = !event.ctrlKey && !event.metaKey && !event.altKey && event.target === host;
      if (plain && latest.current !== null && keys.act(event, latest.current)) event.preventDefault();
    },
    options,
  );
  host.addEventListener("blur", () => keys.forget(), options);
  host.addEventListener("pointermove", () => keys.forget(), options);
  return () => listening.abort();
}

class Keys {
  /** Where the crosshair is; rows change as points come. */
  private x: number | null = null;

  constructor(
    private readonly sight: Sight,
    private readonly cross: Cross,
  ) {}

  /** Whether the key meant something here. */
  act({ key, shiftKey }: KeyboardEvent, drawing: Drawing): boolean {
    // Not the drawing's: that may still be painted anew, and two keys in one frame would zoom about an old middle.
    const { from, to } = this.sight.window();
    if (key === "+" || key === "=") this.sight.zoom(CLOSER, this.x ?? (from + to) / 2);
    else if (key === "-" || key === "_") this.sight.zoom(1 / CLOSER, this.x ?? (from + to) / 2);
    else if (key === "0") this.sight.look(null);
    else if (key === "ArrowLeft" || key === "ArrowRight") this.move(drawing, key === "ArrowLeft" ? -1 : 1, shiftKey);
    else if (key === "Home" || key === "End") this.point(drawing, nearest(drawing, key === "Home" ? from : to));
    else if (key === "Escape" && this.x !== null) this.forget();
    else if (key === "Escape" && to - from < this.sight.whole()) this.sight.look(null);
    else return false;
    return true;
  }

  forget(): void {
    if (this.x === null) return;
    this.x = null;
    this.cross(null);
  }

  private move(drawing: Drawing, way: number, along: boolean): void {
    if (along) this.sight.pan(way * STRIDE);
    else if (this.x === null) this.point(drawing, nearest(drawing, drawing.window.to));
    else this.point(drawing, next(drawing, nearest(drawing, this.x), way));
  }

  private point({ x }: Drawing, row: number | null): void {
    if (row === null) return;
    this.x = x[row] ?? null;
    this.cross(row);
  }
}

function there({ x, ys, window }: Drawing, row: number): boolean {
  const here = x[row] as number;
  return here >= window.from && here <= window.to && ys.some((line) => typeof line[row] === "number");
}

function next(drawing: Drawing, row: number | null, way: number): number | null {
  if (row === null) return null;
  for (let at = row + way; at >= 0 && at < drawing.x.length; at += way) if (there(drawing, at)) return at;
  return row;
}

/** The row nearest to a place that has a value and is shown. */
function nearest(drawing: Drawing, place: number): number | null {
  let found: number | null = null;
  const away = (row: number) => Math.abs((drawing.x[row] as number) - place);
  for (let row = 0; row < drawing.x.length; row++)
    if (there(drawing, row) && (found === null || away(row) < away(found))) found = row;
  return found;
}
