// How long a run still takes to its target, as far as its curve can tell: a line through the last third of what was
// measured, and how sure that line is. Pure.

import type { Run, SeriesText } from "../generated/types";
import { duration, measured } from "../text/numbers";
import { text } from "../text/text";
import type { History, Value } from "./history";
import { present } from "./length";
import type { Progress } from "./progress";
import { quantile } from "./student";

/** Steps from the last measured one; null where the line cannot be told from one that never gets there. */
export type Reach = { low: number; high: number } | null;

/** A line through fewer points says nothing of how sure it is. */
const FEWEST = 5;

/** Undefined where too little was measured. The 95 % interval of where the line is at the target (Fieller). */
export function reach(steps: readonly Value[], values: readonly Value[], target: number): Reach | undefined {
  const points = steps.flatMap((x, row): [number, number][] => {
    const y = values[row];
    return typeof x === "number" && typeof y === "number" ? [[x, y]] : [];
  });
  const last = points.slice(-Math.floor(points.length / 3));
  if (points.length < 3 * FEWEST) return undefined;
  const { x, y, slope, spread, variance } = fitted(last);
  const far = target - y;
  const doubt = quantile(last.length - 2) ** 2 * variance;
  // Where the line is at the target: all d with (slope d - far)^2 <= doubt (1/n + d^2/spread).
  const sure = slope ** 2 - doubt / spread;
  if (!(sure > 0) || slope * (target - (last.at(-1)?.[1] ?? y)) <= 0) return null;
  const half = Math.sqrt(Math.max(0, (slope * far) ** 2 - sure * (far ** 2 - doubt / last.length)));
  const now = (last.at(-1)?.[0] ?? x) - x;
  const ends = [(slope * far - half) / sure - now, (slope * far + half) / sure - now] as const;
  return ends[1] <= 0 ? null : { low: Math.max(0, ends[0]), high: ends[1] };
}

/** The least squares' line, and the variance of what lies beside it. */
function fitted(points: readonly [number, number][]) {
  const count = points.length;
  const x = points.reduce((sum, [one]) => sum + one, 0) / count;
  const y = points.reduce((sum, [, one]) => sum + one, 0) / count;
  const spread = points.reduce((sum, [one]) => sum + (one - x) ** 2, 0);
  const slope = points.reduce((sum, [one, other]) => sum + (one - x) * (other - y), 0) / spread;
  const beside = points.reduce((sum, [one, other]) => sum + (other - y - slope * (one - x)) ** 2, 0);
  return { x, y, slope, spread, variance: beside / (count - 2) };
}

/** "at this rate about 40 s to 70 s to 95 %"; "" where there is no target, or too little to tell. */
export function targetWords(run: Run, history: History | undefined, now: Progress, name: string, series: SeriesText): string {
  const target = present(run, history).training.target;
  if (run.state !== "running" || typeof target !== "number" || target <= 0 || history === undefined || now.perStep === null) return "";
  const { named } = history.clocks.epoch;
  const found = reach(named.get("step") ?? [], named.get(`validation/${name}`) ?? [], target);
  const said = { target: measured(series, target) };
  if (found === undefined) return "";
  // What the plan has no room for is not reached in it.
  if (found === null || found.low * now.perStep > (now.left ?? 0)) return text("target.not", said);
  const low = rounded(found.low * now.perStep, Math.floor);
  const high = rounded(found.high * now.perStep, Math.ceil);
  if (low === 0) return text("target.within", { ...said, high: duration(high) });
  return low === high ? text("target.about", { ...said, low: duration(low) }) : text("target.between", { ...said, low: duration(low), high: duration(high) });
}

/** To a half of its first figure, outwards: 43 to 67 becomes 40 to 70. */
function rounded(seconds: number, round: (value: number) => number): number {
  const unit = Math.max(1, 10 ** Math.floor(Math.log10(Math.max(1, seconds))) / 2);
  return round(seconds / unit) * unit;
}
