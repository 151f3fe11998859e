// Where the dots of a scatter lie, what stands for each class, and which one is meant.

import type { Dot, Scatter } from "./worded";

/** Pixels on a side; drawn twice as fine for dense screens. */
export const SIDE = 360;
const MARGIN = 10;
/** Pixels round a dot that still mean it. */
export const ROOM = 10;

/** Signs for classes whose names are too long to be drawn. */
const SIGNS = [..."●■▲◆★✚▼◐◧✖"];

export function place({ x, y }: Pick<Dot, "x" | "y">): [number, number] {
  return [MARGIN + ((SIDE - 2 * MARGIN) * x) / 1000, SIDE - MARGIN - ((SIDE - 2 * MARGIN) * y) / 1000];
}

export function labelsOf({ dots }: Pick<Scatter, "dots">): string[] {
  return [...new Set(dots.map((dot) => dot.label))].sort();
}

/** The class itself where all are one or two letters, else a sign for each. */
export function signOf(labels: readonly string[], label: string): string {
  if (labels.every((one) => one.length <= 2)) return label;
  return SIGNS[labels.indexOf(label) % SIGNS.length] ?? "";
}

/** Even steps round the circle of hues, of one lightness for both themes. */
export function hueOf(labels: readonly string[], label: string): string {
  return `oklch(0.6 0.15 ${(360 * labels.indexOf(label)) / Math.max(1, labels.length)})`;
}

/** The number of the dot that lies nearest; null where none is near. */
export function nearestDot({ dots }: Pick<Scatter, "dots">, x: number, y: number): number | null {
  let [found, best] = [null as number | null, ROOM];
  dots.forEach((dot, number) => {
    const [across, down] = place(dot);
    const away = Math.hypot(across - x, down - y);
    if (away < best) [found, best] = [number, away];
  });
  return found;
}
