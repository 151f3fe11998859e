// Whether it came as foretold, judged by the measured curves of the validation split.

import { best } from "../../curves/history";
import { line } from "../../curves/lines";
import { isOver } from "../../curves/moment";
import { spread } from "../../curves/spread";
import type { Subject } from "../../curves/subject";
import type { Predict, SeriesText } from "../../generated/types";

/** The runs of one variant: they differ in nothing but their seeds, and count by their mean. */
export interface Entrant {
  key: string;
  name: string;
  runs: readonly Subject[];
}

export interface Standing {
  key: string;
  name: string;
  /** The epoch at which it was there, or its best value; null for never, or not yet. */
  value: number | null;
  /** Nothing more comes of it. */
  over: boolean;
  /** Its best value, for those who were never there. */
  best: number | null;
}

export interface Judgement {
  /** Whether nothing that is still to come can change the winners. */
  decided: boolean;
  /** Keys; several that are level, none where nobody did it. */
  winners: string[];
  /** Best first. */
  standings: Standing[];
}

export function judge(predict: Predict, series: Pick<SeriesText, "better">, entrants: readonly Entrant[]): Judgement {
  return predict.by === "first" ? first(predict, series, entrants) : bestOf(predict, series, entrants);
}

function first({ series, value }: Predict, { better }: Pick<SeriesText, "better">, entrants: readonly Entrant[]): Judgement {
  const there = (mean: number) => (better === "higher" ? mean >= value : mean <= value);
  const found = entrants.map((entrant) => {
    const { epochs, means } = curve(entrant, series);
    const row = means.findIndex(there);
    const standing = { ...standingOf(entrant, series, better), value: row < 0 ? null : (epochs[row] as number) };
    return { standing, far: epochs.at(-1) ?? 0 };
  });
  const earliest = Math.min(...found.map(({ standing }) => standing.value ?? Number.POSITIVE_INFINITY));
  // Somebody who has not come so far could still be earlier, or as early.
  const late = found.some(({ standing, far }) => standing.value === null && !standing.over && far < earliest);
  const standings = found.map(({ standing }) => standing).sort((one, other) => order(one.value, other.value, "lower"));
  const winners = standings.filter((one) => one.value !== null && one.value === earliest).map(({ key }) => key);
  return { decided: entrants.length > 0 && !late, winners, standings };
}

function bestOf({ series }: Predict, { better }: Pick<SeriesText, "better">, entrants: readonly Entrant[]): Judgement {
  const found = entrants.map((entrant) => standingOf(entrant, series, better));
  const standings = found.map((one) => ({ ...one, value: one.best })).sort((one, other) => order(one.value, other.value, better));
  const top = standings[0]?.value ?? null;
  const winners = standings.filter((one) => one.value !== null && one.value === top).map(({ key }) => key);
  return { decided: entrants.length > 0 && standings.every(({ over }) => over), winners, standings };
}

function standingOf({ key, name, runs }: Entrant, series: string, better: "higher" | "lower"): Standing {
  const bests = runs.flatMap(({ run, history }) => bestValue(run.best, best(history, `validation/${series}`, better)?.value, series) ?? []);
  const mean = bests.length > 0 ? bests.reduce((sum, one) => sum + one, 0) / bests.length : null;
  return { key, name, value: null, over: runs.every(({ run }) => isOver(run)), best: mean };
}

/** A run that is not on the charts sends no points: what the server says of its best has to do. */
function bestValue(told: Subject["run"]["best"], seen: number | undefined, series: string): number | undefined {
  return seen ?? (told?.series === series ? (told.value ?? undefined) : undefined);
}

/** The mean of the seeds at every epoch that all of them have measured. */
function curve({ runs }: Entrant, series: string): { epochs: readonly number[]; means: readonly number[] } {
  const measured = runs.filter(({ run, history }) => !isOver(run) || (history && best(history, `validation/${series}`, "higher")));
  const members = measured.flatMap((subject) => {
    const epochs = subject.history?.clocks.epoch.named.get("epoch");
    const found = line(subject, "epoch", "epoch", "validation", series);
    return epochs && found ? [{ epochs, xs: found.xs, ys: found.ys, factor: found.factor ?? 1 }] : [];
  });
  const whole = members.length === measured.length ? spread(members) : null;
  return whole === null ? { epochs: [], means: [] } : { epochs: whole.epochs, means: whole.mean };
}

function order(one: number | null, other: number | null, better: "higher" | "lower"): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  return better === "higher" ? other - one : one - other;
}
