// What happened, in plain words and measured numbers only.

import type { SeriesText } from "../generated/types";
import { duration, measured } from "../text/numbers";
import { counted, listed, row, sentences, text, within } from "../text/text";
import type { Subject } from "./drawing";
import { best, last } from "./history";
import { isOver, progress } from "./progress";

interface Standing {
  name: string;
  value: number;
}

/** One sentence or a few; `headline` is the series that says how well the task is done, `guess` what its baseline is. */
export function summary(subjects: readonly Subject[], headline: string, series: SeriesText, guess: string): string {
  if (subjects.length === 0) return "";
  const going = subjects.filter(({ run }) => !isOver(run));
  return going.length > 0 ? underWay(subjects, going, headline, series) : after(subjects, headline, series, guess);
}

function underWay(subjects: readonly Subject[], going: readonly Subject[], headline: string, series: SeriesText): string {
  const running = going.filter(({ run }) => run.state === "running");
  if (running.length === 0) {
    if (going.some(({ run }) => run.state === "paused")) return text("summary.paused");
    if (going.some(({ run }) => run.state === "starting")) return text("summary.starting");
    const places = going.flatMap(({ run }) => run.place ?? []);
    return places.length > 0 ? text("summary.queued.place", { place: Math.min(...places) }) : text("summary.queued");
  }
  const now = standings(subjects, series, (subject) => last(epochs(subject), `validation/${headline}`));
  const left = Math.max(...running.map(({ run, history }) => progress(run, history).left ?? 0));
  const waiting = going.filter(({ run }) => run.state === "queued").length;
  const ending = sentences([left > 0 ? text("summary.left", { left: duration(left) }) : "", waiting > 0 ? counted("summary.waiting", waiting) : ""]);
  if (now.length === 0) return sentences([counted("summary.training", running.length), ending]);
  const first = now[0] as Standing;
  const values = { name: first.name, value: measured(series, first.value), series: within(series.title) };
  if (now.length === 1) return sentences([text("summary.stands", values), ending]);
  return sentences([text(now[1]?.value === first.value ? "summary.even" : "summary.leads", values), ending]);
}

function epochs({ history }: Subject) {
  return history?.clocks.epoch ?? { length: 0, thinned: false, named: new Map() };
}

function after(subjects: readonly Subject[], headline: string, series: SeriesText, guess: string): string {
  const said = [ended(subjects)];
  // The test split was never chosen by; where a run was stopped before it was scored, the best epoch has to do.
  const tested = subjects.every(({ run }) => typeof run.test[headline] === "number");
  const standing = tested
    ? standings(subjects, series, ({ run }) => run.test[headline])
    : standings(subjects, series, ({ history }) => best(history, `validation/${headline}`, series.better)?.value);
  if (standing.length > 0) {
    const parts = standing.map(({ name, value }) => text(/\d$/.test(name) ? "summary.one.number" : "summary.one", { name, value: measured(series, value) }));
    said.push(text(tested ? "summary.test" : "summary.best", { series: series.title, parts: row(parts) }));
  }
  const guessing = subjects.map(({ run }) => run.baseline[headline]).find((value) => value !== undefined);
  const Guess = `${guess.charAt(0).toUpperCase()}${guess.slice(1)}`;
  if (guessing !== undefined) said.push(text("summary.guessing", { Guess, value: measured(series, guessing) }));
  return sentences(said);
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
function standings(
  subjects: readonly Subject[],
  series: SeriesText,
  valueOf: (subject: Subject) => number | null | undefined,
): Standing[] {
  const groups = new Map<string, { name: string; values: number[] }>();
  for (const subject of subjects) {
    const value = valueOf(subject);
    if (typeof value !== "number") continue;
    const group = groups.get(subject.paint.group) ?? { name: subject.groupName, values: [] };
    group.values.push(value);
    groups.set(subject.paint.group, group);
  }
  const found = [...groups.values()].map(({ name, values }) => ({
    name: values.length > 1 ? text("summary.mean", { name, count: values.length }) : name,
    value: values.reduce((sum, value) => sum + value, 0) / values.length,
  }));
  return found.sort((one, other) => (series.better === "higher" ? other.value - one.value : one.value - other.value));
}
