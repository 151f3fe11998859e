// Slow motion: the speeds that one chooses from, in steps a second. Null is full speed.

import { counted, text } from "../text/text";

export type Pace = number | null;

export const PACES: readonly Pace[] = [null, 10, 2, 1];

export function paceWords(pace: Pace): string {
  return pace === null ? text("pace.full") : counted("pace.steps", pace);
}

/** The next slower one, and after the slowest full speed. */
export function slowerThan(pace: Pace): Pace {
  return PACES[(PACES.indexOf(pace) + 1) % PACES.length] ?? null;
}
