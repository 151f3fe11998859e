// Whether a grid shows mistakes alone, chosen among all answers: pictures that are all wrong by themselves are none.

import type { ImageGrid } from "./worded";

export function areMistakes({ marks, of }: Pick<ImageGrid, "marks" | "of">): boolean {
  return of > marks.length && marks.every(({ right }) => right === false);
}
