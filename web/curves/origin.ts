// Where a number is from: its run, its split, its moment and its seed, in words that a pointer finds. Pure.

import type { Run, SeriesText } from "../generated/types";
import { SEED } from "../setup/spec";
import { duration, measured, plain, whole } from "../text/numbers";
import { counted, row, text } from "../text/text";
import type { From, Together } from "./gathered";
import { meanOf } from "./gathered";
import { valueOf } from "./groups";
import type { Columns, History, Peak, Value } from "./history";
import { peakOf } from "./peaks";
import type { Speed } from "./progress";

export interface Moment {
  epoch: number;
  step: number;
}

/** The last scoring of a series, and when it was. */
export function lastScored({ named, length }: Columns, series: string): { value: Value; at: Moment } | null {
  const values = named.get(`validation/${series}`) ?? [];
  for (let place = length - 1; place >= 0; place--)
    if (values[place] !== undefined) return { value: values[place], at: { epoch: named.get("epoch")?.[place] ?? 0, step: named.get("step")?.[place] ?? 0 } };
  return null;
}

/** What a series is called, and how its values are written. */
type Named = Pick<SeriesText, "title" | "percent" | "unit">;
/** So many runs are named one by one. */
const MOST_NAMED = 8;

export type Split = "train" | "validation" | "test";

/** "GRU · seed 1: exact answers 93.7 % on the validation split, epoch 41, step 1,640, seed 1" */
export function originWords(name: string, run: Run, series: Named, split: Split, value: Value, at: Moment): string {
  const values = { name, series: series.title, value: measured(series, value), split: text(`origin.${split}`) };
  return row([text("origin", values), ...momentWords(at), text("names.seed", { seed: seedOf(run) })]);
}

/** What the server says of a run that is not on the charts may have no step. */
export function peakStep(run: Run, { epoch, step }: Peak): number {
  return step ?? Math.round(epoch * run.steps_per_epoch);
}

export function peakWords(name: string, run: Run, series: SeriesText, peak: Peak): string {
  return originWords(name, run, series, "validation", peak.value, { epoch: peak.epoch, step: peakStep(run, peak) });
}

/** Of which weights a picture is: "GRU: epoch 12, step 480, seed 1" */
export function weightsWords(name: string, run: Run, at: Moment): string {
  return text("origin.weights", { name, moment: row(weightsMoment(run, at)) });
}

export function weightsMoment(run: Run, at: Moment): string[] {
  return [...momentWords(at), text("names.seed", { seed: seedOf(run) })];
}

/** The test split is scored with the weights that the run ends with. */
export function testWords(name: string, run: Run, series: SeriesText, value: Value): string {
  return row([originWords(name, run, series, "test", value, run), text("origin.last")]);
}

/** Of several runs, what is written in one line: for each its best scoring, and its test where it has been scored. */
export function manyWords(some: readonly { name: string; run: Run; history: History | undefined }[], name: string, series: SeriesText): string {
  const lines = some.slice(0, MOST_NAMED).flatMap((one) => {
    const peak = peakOf(one.run, one.history, name, series);
    const test = one.run.test[name];
    return [...(peak ? [peakWords(one.name, one.run, series, peak)] : []), ...(test === undefined ? [] : [testWords(one.name, one.run, series, test)])];
  });
  return lines.join("\n");
}

/** "1" */
export function seedOf(run: Run): string {
  return String(valueOf(run, SEED));
}

export function momentWords({ epoch, step }: Moment): string[] {
  return [text("moment.epoch", { epoch: plain(Number(epoch.toFixed(2))) }), text("origin.step", { step: whole(step) })];
}

/** "GRU, mean of 2 of 3 seeds: 93.7 %, epoch 41" */
export function togetherWords(name: string, series: SeriesText, split: Split, together: Together): string {
  const { values, all } = together;
  const mean = text(values.length < all ? "origin.mean.some" : "origin.mean", {
    name, series: series.title, value: measured(series, meanOf(together)), split: text(`origin.${split}`), count: values.length, all,
  }); // prettier-ignore
  return row([mean, ...fromWords(together.from)]);
}

/** Of several values: "epochs 3 – 41", "steps 120 – 1,640", "seeds 0, 1, 2". */
export function fromWords(from: readonly From[]): string[] {
  const [first] = from;
  if (first === undefined) return [];
  const span = (of: (one: From) => number, write: (value: number) => string) => {
    const ends = [Math.min(...from.map(of)), Math.max(...from.map(of))].map(write);
    return ends[0] === ends[1] ? null : ends.join(" – ");
  };
  const [epochs, steps] = [span((one) => one.epoch, (value) => plain(Number(value.toFixed(2)))), span((one) => one.step, whole)];
  const [epoch, step] = momentWords(first);
  return [epochs === null ? (epoch as string) : text("origin.epochs", { epochs }), steps === null ? (step as string) : text("origin.steps.of", { steps }), seedWords(from.map(({ seed }) => seed))];
}

/** "seeds 0, 1, 2"; of one "seed 0". */
export function seedWords(seeds: readonly string[]): string {
  return seeds.length === 1 ? text("names.seed", { seed: seeds[0] ?? "" }) : text("origin.seeds", { seeds: seedList(seeds) });
}

/** "0 – 9, 12": what follows each other is written by its ends. */
export function seedList(seeds: readonly string[]): string {
  const rows: number[][] = [];
  for (const seed of seeds.map(Number).sort((one, other) => one - other)) {
    const last = rows.at(-1);
    if (last && seed === (last.at(-1) as number) + 1) last.push(seed);
    else rows.push([seed]);
  }
  return rows.flatMap((each) => (each.length > 2 ? `${each[0]} – ${each.at(-1)}` : each.map(String))).join(", ");
}

export function speedWords({ now, examples, seconds }: Speed): string {
  const values = { examples: counted("origin.examples", Math.round(examples)), seconds: duration(seconds) };
  return text(now ? "origin.speed.now" : "origin.speed.mean", values);
}
