// The learning rate that a training is planned with: a line over its length, and the same in words.

import type { Plan } from "../generated/types";
import { plain } from "../text/numbers";
import { counted, text } from "../text/text";

type Rates = NonNullable<Plan["rates"]>;

/** Below this part of its peak a rate moves nothing that could be seen. */
const NOTHING = 1e-3;

/** The points of an SVG line over a box of 1 by 1; the box begins at a rate of 0 and ends at the highest. */
export function line(rates: Rates, epochs: number): string {
  const most = peak(rates);
  // After the last step the rate is no more: its value holds to the end.
  const whole: Rates = [...rates, [epochs, rates.at(-1)?.[1] ?? 0]];
  return whole.map(([epoch, rate]) => `${(epoch / epochs).toFixed(4)},${(1 - rate / most).toFixed(4)}`).join(" ");
}

/** "0.003 → 0.0003 over 60 epochs"; in batches where the length is given in them. */
export function words(rates: Rates, epochs: number, batches = 0): string {
  const most = peak(rates);
  const first = rates[0]?.[1] ?? 0;
  const last = rates.at(-1)?.[1] ?? 0;
  const stations = [first, ...(most > first && most > last ? [most] : []), last].map((rate) => written(rate, most));
  const different = stations.filter((one, place) => one !== stations[place - 1]);
  const values = { rates: different.join(" → ") };
  return batches > 0 ? counted("rates.batches", batches, values) : counted("rates.over", Number(epochs.toPrecision(3)), values);
}

function peak(rates: Rates): number {
  return Math.max(...rates.map(([, rate]) => rate)) || 1;
}

function written(rate: number, most: number): string {
  return rate < NOTHING * most ? text("rates.nothing") : plain(Number(rate.toPrecision(2)));
}
