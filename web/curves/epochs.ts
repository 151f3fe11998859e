// Where epochs end, on an axis that counts something else.

import { places } from "./axes";
import type { Axis } from "./axis";
import { rowsBefore } from "./history";
import type { Subject } from "./subject";
import type { Window } from "./thin";

/** Closer lines would be a grey wall. */
export const LEAST_PIXELS = 24;

/** Ends of epochs inside the window where all runs agree on them, else those of the run that is pointed at. */
export function epochLines(subjects: readonly Subject[], axis: Axis, window: Window, pixels: number, pointed: string | null): number[] {
  if (axis === "epoch") return [];
  const own = subjects.filter(({ run }) => run.id === pointed);
  const ends = (own.length > 0 ? own : subjects).map((subject) => ended(subject, axis, window));
  const longest = ends.reduce<number[]>((one, other) => (other.length > one.length ? other : one), []);
  const agreed = ends.every((some) => some.every((x, place) => Math.abs(x - (longest[place] as number)) <= 1e-9 * x));
  const apart = ((longest.at(-1) ?? 0) - (longest[0] ?? 0)) / (longest.length - 1);
  const wide = longest.length < 2 || (apart / (window.to - window.from)) * pixels >= LEAST_PIXELS;
  return agreed && wide ? longest : [];
}

function ended({ run, history }: Subject, axis: Axis, { from, to }: Window): number[] {
  const epochs = history?.clocks.epoch.named.get("epoch");
  const at = history && places(run, history, "epoch", axis);
  if (!epochs || !at) return [];
  const found: number[] = [];
  const end = rowsBefore(at.xs, to / at.factor, true);
  for (let row = rowsBefore(at.xs, from / at.factor); row < end; row++) {
    const epoch = epochs[row] as number;
    if (epoch > 0 && Number.isInteger(epoch)) found.push((at.xs[row] as number) * at.factor);
  }
  return found;
}
