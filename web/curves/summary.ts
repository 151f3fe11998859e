// What happened, in plain words and measured numbers only.

import type { SeriesText } from "../generated/types";
import { duration, measured } from "../text/numbers";
import { counted, listed, row, sentences, text, within } from "../text/text";
import { baselines } from "./baselines";
import { meanName, meanOf, standingBest, standingTest, type Together } from "./gathered";
import { isOver } from "./moment";
import { progress } from "./progress";
import { bestWords, contenders, firstWords, usualLevel } from "./race";
import { grouped, type Subject } from "./subject";

interface Standing {
  name: string;
  value: number;
}

/**
 * One sentence or a few; `headline` is the series that says how well the task is done, `guess` what its baseline is, and
 * `level` what the runs race to, if somebody set one.
 */
export function summary(subjects: readonly Subject[], headline: string, series: SeriesText, guess: string, level?: number): string {
  if (subjects.length === 0) return "";
  const going = subjects.filter(({ run }) => !isOver(run));
  return going.length > 0 ? underWay(subjects, going, headline, series, level) : after(subjects, headline, series, guess, level);
}

function underWay(subjects: readonly Subject[], going: readonly Subject[], headline: string, series: SeriesText, level?: number): string {
  const running = going.filter(({ run }) => run.state === "running");
  if (running.length === 0) {
    if (going.some(({ run }) => run.state === "paused")) return text("summary.paused");
    if (going.some(({ run }) => run.state === "starting")) return text("summary.starting");
    const places = going.flatMap(({ run }) => run.place ?? []);
    return places.length > 0 ? text("summary.queued.place", { place: Math.min(...places) }) : text("summary.queued");
  }
  // What untrained networks score says nothing of who leads.
  const learnt = subjects.some(({ history }) => scored(history, headline) > 1);
  const best = learnt ? standings(subjects, series, (members) => standingBest(members, headline, series)) : [];
  const left = Math.max(...running.map(({ run, history }) => progress(run, history).left ?? 0));
  const waiting = going.filter(({ run }) => run.state === "queued").length;
  const ending = sentences([left > 0 ? text("summary.left", { left: duration(left) }) : "", waiting > 0 ? counted("summary.waiting", waiting) : ""]);
  if (best.length === 0) return sentences([counted("summary.training", running.length), ending]);
  const first = best[0] as Standing;
  const values = { name: first.name, value: measured(series, first.value), series: within(series.title) };
  if (best.length === 1) return sentences([text("summary.stands", values), ending]);
  const leads = text(best[1] && measured(series, best[1].value) === values.value ? "summary.even" : "summary.leads", values);
  return sentences([raced(subjects, headline, series, false, level), leads, ending]);
}

/** Rows of the headline that a network was scored in, the untrained one among them. */
function scored(history: Subject["history"], headline: string): number {
  return (history?.clocks.epoch.named.get(`validation/${headline}`) ?? []).filter((value) => value !== null).length;
}

/** Who was first to the level, and where all is over who is best. */
function raced(subjects: readonly Subject[], headline: string, series: SeriesText, over: boolean, level?: number): string {
  const aim = level ?? usualLevel(subjects, headline, series);
  const found = contenders(subjects, headline, series, aim);
  if (found.length < 2) return "";
  const [first, best] = [firstWords(found, series, aim, over), over ? bestWords(found, series) : ""];
  if (first === "") return "";
  return best === "" ? text("race.sentence", { first }) : text("race.both", { first, best });
}

function after(subjects: readonly Subject[], headline: string, series: SeriesText, guess: string, level?: number): string {
  // The test split was never chosen by; where a run was stopped before it was scored, the best epoch has to do.
  const tested = subjects.every(({ run }) => typeof run.test[headline] === "number");
  const said = [ended(subjects), raced(subjects, headline, series, true, level)];
  const standing = standings(subjects, series, (members) => (tested ? standingTest(members, headline) : standingBest(members, headline, series)));
  if (standing.length > 0) {
    const parts = standing.map(({ name, value }) => named(name, measured(series, value)));
    said.push(text(tested ? "summary.test" : "summary.best", { series: series.title, parts: row(parts) }));
  }
  said.push(guessing(subjects, tested ? testBaseline(subjects, headline) : headline, series, guess));
  return sentences(said);
}

function named(name: string, value: string): string {
  return text(/\d$/.test(name) ? "summary.one.number" : "summary.one", { name, value });
}

/** Where the test examples are harder than those of the chart, a task says what guessing gets of these. */
function testBaseline(subjects: readonly Subject[], headline: string): string {
  const ofTest = `test/${headline}`;
  return subjects.every(({ run }) => typeof run.baseline[ofTest] === "number") ? ofTest : headline;
}

/** One level where all runs are scored on the same examples, else that of each. */
function guessing(subjects: readonly Subject[], headline: string, series: SeriesText, guess: string): string {
  const Guess = `${guess.charAt(0).toUpperCase()}${guess.slice(1)}`;
  const found = baselines(subjects, headline);
  const [only] = found;
  if (only === undefined) return "";
  if (found.length === 1) return text("summary.guessing", { Guess, value: measured(series, only.value) });
  const parts = found.map(({ value, names }) => named(row(names), measured(series, value)));
  return text("summary.guessing.many", { Guess, parts: row(parts) });
}

function ended(subjects: readonly Subject[]): string {
  const finished = subjects.filter(({ run }) => run.state === "finished").length;
  const broken = subjects.filter(({ run }) => run.state === "failed" || run.state === "interrupted");
  if (finished === subjects.length) return finished === 1 ? text("summary.finished") : counted("summary.all", finished);
  if (broken.length > 0) return text("summary.broken", { names: listed(broken.map(({ name }) => name)) });
  const diverged = subjects.filter(({ run }) => run.notices.some(({ code }) => code === "diverged"));
  return diverged.length > 0 ? text("summary.diverged", { names: listed(diverged.map(({ name }) => name)) }) : text("summary.stopped");
}

/** Best first; runs that differ only in seed are one, by their mean. */
function standings(subjects: readonly Subject[], series: SeriesText, of: (members: readonly Subject[]) => Together | null): Standing[] {
  const found = grouped(subjects).flatMap((members) => {
    const together = of(members);
    const [first] = members;
    if (together === null || first === undefined) return [];
    return [{ name: members.length > 1 ? meanName(first.groupName, together.values.length, together.all) : first.groupName, value: meanOf(together) }];
  });
  return found.sort((one, other) => (series.better === "higher" ? other.value - one.value : one.value - other.value));
}
