// A plane of cells as numbers: which cell lies where, one step of an arrow key, what lies near.

import type { CodeDot } from "./worded";

/** Shares of a frame, from the left and from the bottom. */
export interface Place {
  x: number;
  y: number;
}

/** A share of the frame within which a picture lies near. */
const NEAR = 0.03;

/** The cell of a square plane of cells that lies at a place, given as shares from the left and from the bottom. */
export function cellAt(side: number, { x, y }: Place): number {
  const within = (share: number) => Math.max(0, Math.min(side - 1, Math.floor(share * side)));
  return within(1 - y) * side + within(x);
}

/** One step of an arrow key in such a plane; null where the key means nothing. */
export function stepped({ x, y }: Place, key: string, by: number): Place | null {
  const ways: Record<string, [number, number]> = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  const way = ways[key];
  if (way === undefined) return null;
  const held = (share: number) => Math.max(0, Math.min(1, Number(share.toFixed(4))));
  return { x: held(x + way[0] * by), y: held(y + way[1] * by) };
}

/** "at=0.5,0.25&axes=used" with another value of one name. */
export function turnedTo(part: string, name: string, value: string): string {
  const pairs = part.split("&").filter((pair) => pair !== "" && !pair.startsWith(`${name}=`));
  return [...pairs, `${name}=${value}`].join("&");
}

/** What the nearest picture is, if any lies near; else nothing. */
export function nearestLabel(dots: readonly CodeDot[], at: Place): string {
  let [found, best] = ["", NEAR];
  for (const { place, label } of dots) {
    const away = Math.hypot(place.x - at.x, place.y - at.y);
    if (away < best) [found, best] = [label, away];
  }
  return found;
}
