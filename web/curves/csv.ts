// What is drawn, as measured: one line for each value, as spreadsheets and data frames like it.

import { PASSES, places } from "./axes";
import type { Axis } from "./axis";
import { columnOf, LAYERED, layers } from "./columns";
import type { Clock, Value } from "./history";
import { drawnClock } from "./lines";
import type { Subject } from "./subject";
import type { Window } from "./thin";

const PLACES = ["epoch", "step", "examples", "seconds"] as const;

export function csv(subjects: readonly Subject[], series: string, axis: Axis, window: Window): string {
  const layered = (LAYERED as readonly string[]).includes(series);
  const head = ["run", layered ? "layer" : "split", ...PLACES, "multiply_adds", series];
  const lines = subjects.flatMap((subject) => (layered ? ofLayers(subject, series, axis, window) : ofSplits(subject, series, axis, window)));
  return `${[head, ...lines].map((fields) => fields.join(",")).join("\n")}\n`;
}

function ofSplits(subject: Subject, series: string, axis: Axis, window: Window): string[][] {
  const { history } = subject;
  if (history === undefined) return [];
  const clock = drawnClock(subject, series, axis);
  const train = columnOf(history, clock, "train", series);
  const validation = columnOf(history, "epoch", "validation", series);
  return [...rows(subject, clock, "train", train, axis, window), ...rows(subject, "epoch", "validation", validation, axis, window), ...guessed(subject, series)];
}

/** What guessing gets on the examples of this run, for which nothing is learnt. */
function guessed({ run, name }: Subject, series: string): string[][] {
  const value = run.baseline[series];
  return typeof value === "number" ? [[quoted(name), "guessing", ...PLACES.map(() => "0"), "0", String(value)]] : [];
}

function ofLayers(subject: Subject, series: string, axis: Axis, window: Window): string[][] {
  const named = subject.history?.clocks.epoch.named;
  return layers(subject.history, series).flatMap((layer) => rows(subject, "epoch", layer, named?.get(`${series}/${layer}`), axis, window));
}

function rows(subject: Subject, clock: Clock, what: string, ys: readonly Value[] | undefined, axis: Axis, { from, to }: Window): string[][] {
  const { run, history, name } = subject;
  const at = history && places(run, history, clock, axis);
  if (!history || !at || ys === undefined) return [];
  const { named } = history.clocks[clock];
  const found: string[][] = [];
  ys.forEach((y, row) => {
    const x = (at.xs[row] ?? Number.NaN) * at.factor;
    if (y === undefined || !(x >= from && x <= to)) return;
    const where = PLACES.map((place) => String(named.get(place)?.[row] ?? ""));
    const sums = run.multiply_adds > 0 ? String(PASSES * run.multiply_adds * (named.get("examples")?.[row] ?? 0)) : "";
    found.push([quoted(name), quoted(what), ...where, sums, y === null ? "nan" : String(y)]);
  });
  return found;
}

function quoted(words: string): string {
  return /[",\n]/.test(words) ? `"${words.replaceAll('"', '""')}"` : words;
}
