// Who of a race was first to a level, and who is best. Seeds of a variant count by their median and by their mean. Pure.

import type { Run, SeriesText } from "../generated/types";
import { measured, share } from "../text/numbers";
import { listed, text } from "../text/text";
import { begun, meanName, meanOf, standingBest } from "./gathered";
import { best, type History, reached } from "./history";
import { isOver, moment } from "./moment";
import { grouped, type Subject } from "./subject";

export interface Contender {
  name: string;
  run: Run;
  /** Seeds that have begun, and those that got to the level. */
  seeds: number;
  reached: number;
  /** The epoch at which it was there, of several seeds their median; null for not yet. */
  first: number | null;
  /** The same where whoever still trains gets there at once: before this epoch it cannot be. */
  soonest: number;
  /** The best that was scored, of several seeds the mean of theirs. */
  best: number | null;
  /** Seeds that this is the mean of. */
  scored: number;
}

type Side = Pick<SeriesText, "better">;

function beats({ better }: Side, one: number, other: number): boolean {
  return better === "higher" ? one > other : one < other;
}

/** Nine tenths of the range; of what has none, of the way from where it began, or from guessing, to the best so far. */
const PART = 0.9;

export function usualLevel(subjects: readonly Subject[], name: string, series: SeriesText): number | null {
  const up = series.better === "higher";
  if (series.range !== null) {
    const [low, high] = series.range;
    return up ? low + PART * (high - low) : high - PART * (high - low);
  }
  const begins = subjects.flatMap(({ history }) => firstScored(history, name, () => true)?.value ?? []).sort((one, other) => one - other);
  const tops = subjects.flatMap(({ history }) => best(history, `validation/${name}`, series.better)?.value ?? []);
  const top = tops.reduce<number | null>((found, one) => (found === null || beats(series, one, found) ? one : found), null);
  const began = begins[Math.floor(begins.length / 2)];
  if (began === undefined || top === null) return null;
  const guessed = subjects.flatMap(({ run }) => run.baseline[name] ?? []);
  const from = guessed.reduce((found, one) => (beats(series, one, found) && beats(series, top, one) ? one : found), began);
  if (!beats(series, top, from)) return null;
  const level = from + PART * (top - from);
  const round = Number(level.toPrecision(2));
  return beats(series, round, top) ? level : round;
}

export function contenders(subjects: readonly Subject[], name: string, series: SeriesText, level: number | null): Contender[] {
  return grouped(subjects).map((members) => {
    const first = members[0] as Subject;
    const going = members.filter(({ run }) => run.state !== "queued");
    const there = going.map(({ history }) => (level === null ? null : firstAt(history, name, series, level)));
    const found = standingBest(members, name, series);
    return {
      name: members.length > 1 ? first.groupName : first.name,
      run: first.run,
      seeds: begun(members),
      reached: there.filter((epoch) => epoch !== null).length,
      first: median(there),
      soonest: median(members.map((one) => (level === null ? null : atSoonest(one, name, series, level)))) ?? Number.POSITIVE_INFINITY,
      best: found === null ? null : meanOf(found),
      scored: found?.values.length ?? 0,
    };
  });
}

/** The epoch at which a run was at a level, or could be; null of one that has ended without. */
function atSoonest({ run, history }: Subject, name: string, series: Side, level: number): number | null {
  return firstAt(history, name, series, level) ?? (isOver(run) ? null : reached(history, "epoch"));
}

function firstAt(history: History | undefined, name: string, series: Side, level: number): number | null {
  const found = firstScored(history, name, (value) => !beats(series, level, value));
  return found?.epoch ?? null;
}

/** Asked for every run in every frame: it makes nothing on its way. */
function firstScored(history: History | undefined, name: string, there: (value: number) => boolean): { epoch: number; value: number } | null {
  const values = history?.clocks.epoch.named.get(`validation/${name}`) ?? [];
  for (let place = 0; place < values.length; place++) {
    const value = values[place];
    if (typeof value === "number" && there(value)) return { epoch: history?.clocks.epoch.named.get("epoch")?.[place] ?? place, value };
  }
  return null;
}

/** Whoever is not there counts as later than all others: the median is there once more than half of them are. */
function median(epochs: readonly (number | null)[]): number | null {
  const sorted = epochs.map((epoch) => epoch ?? Number.POSITIVE_INFINITY).sort((one, other) => one - other);
  const middle = sorted.length / 2;
  const [low, high] = sorted.length % 2 === 1 ? [sorted[Math.floor(middle)], sorted[Math.floor(middle)]] : [sorted[middle - 1], sorted[middle]];
  const found = ((low ?? Number.POSITIVE_INFINITY) + (high ?? Number.POSITIVE_INFINITY)) / 2;
  return Number.isFinite(found) ? found : null;
}

export function levelWords(series: SeriesText, level: number): string {
  return series.percent ? share(Number(level.toPrecision(3))) : measured(series, level);
}

/** "First to 90 %: GRU, epoch 26"; "" where there is no level, or nobody was there and somebody may still be. */
export function firstWords(found: readonly Contender[], series: SeriesText, level: number | null, over: boolean): string {
  if (level === null) return "";
  const earliest = Math.min(...found.map(({ first }) => first ?? Number.POSITIVE_INFINITY));
  const winners = found.filter(({ first }) => first === earliest);
  const top = winners[0];
  const words = levelWords(series, level);
  if (top === undefined) return over ? text("race.nobody", { level: words }) : "";
  const seeds = Math.max(...winners.map((one) => one.seeds));
  const there = winners.length > 1 ? seeds : top.reached;
  const values = { level: words, names: listed(winners.map(({ name }) => name)), at: moment(top.run, earliest), count: seeds, reached: there };
  const open = found.some((one) => one.soonest < earliest);
  if (open && !over) return text(seeds < 2 ? "race.first.far" : "race.first.far.seeds", values);
  if (seeds < 2) return text("race.first", values);
  return text(there < seeds ? "race.first.some" : "race.first.seeds", values);
}

/** "LSTM 99.6 %" */
export function bestWords(found: readonly Contender[], series: SeriesText): string {
  const top = found.reduce<number | null>((most, { best: one }) => (one !== null && (most === null || beats(series, one, most)) ? one : most), null);
  if (top === null) return "";
  // What reads alike is no victory.
  const value = measured(series, top);
  const winners = found.filter((one) => one.best !== null && measured(series, one.best) === value);
  const name = listed(winners.map((one) => (one.seeds > 1 ? meanName(one.name, one.scored, one.seeds) : one.name)));
  return text(/\d$/.test(name) ? "race.best.number" : "race.best.one", { name, value });
}
