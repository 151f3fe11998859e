// What one chart shows: its lines on a shared grid, baselines, flags and labels. Pure; the chart only paints it.

import type { Run } from "../generated/types";
import { english, worded } from "../text/sentences";
import { row, text } from "../text/text";
import { addGivenUp, clause } from "./attempts";
import { along } from "./axes";
import type { Axis, Band } from "./axis";
import { type Baseline, baselines } from "./baselines";
import { begun, gathered, ofSome, seedsName } from "./gathered";
import { addGhosts, type Ghost } from "./ghosts";
import type { Paint } from "./groups";
import type { Pause, Value } from "./history";
import { addLine, line, type Sketch, type Stroke, trainLine } from "./lines";
import { grouped, type Subject } from "./subject";
import { share, type Window } from "./thin";

export interface Flag {
  x: number;
  words: string;
  run: string;
  hue: Paint["hue"];
}
export interface Drawing {
  x: number[];
  ys: Value[][];
  strokes: Stroke[];
  /** Lines that are drawn in the least way there is, because there is much to draw and they have much of it. */
  crowded: boolean[];
  thinned: boolean;
  flags: Flag[];
  baselines: Baseline[];
  /** What the x axis shows. */
  window: Window;
  /** The highest y that is worth showing; what diverges leaves the chart at its top. */
  ceiling: number | null;
}
/** How it is looked at. */
export interface Lens {
  axis: Axis;
  /** Pixels across. */
  columns: number;
  /** The part of the axis that is shown. */
  window: Window;
  /** Points that a smoothed line takes together; 0 is off. */
  smoothing: number;
  band: Band;
  /** The runs that are pointed at or looked into. */
  looked?: ReadonlySet<string>;
  /** Curves of others. */
  ghosts?: readonly Ghost[];
  flagWords: (setting: string, value: unknown) => string;
}

export function draw(subjects: readonly Subject[], series: string, lens: Lens): Drawing {
  const sketch: Sketch = { strokes: [], lines: [] };
  const groups = grouped(subjects);
  for (const members of groups) {
    const several = members.length > 1;
    for (const subject of members) addRun(subject, series, lens, several, sketch);
    if (several) addGroup(members, series, lens, sketch);
  }
  for (const subject of subjects) {
    addBranch(subject, subjects, series, lens, sketch);
    addGivenUp(subject, series, lens.axis, sketch);
  }
  // The name of the only line there is would say nothing, but for a mean that is not of all of them.
  const present = groups.filter((members) => members.some(({ old }) => old !== true));
  const only = present.length === 1 ? present[0] : undefined;
  if (only && !ofSome(only, series, lens.axis)) for (const stroke of sketch.strokes) stroke.label = "";
  addGhosts(lens.ghosts ?? [], series, lens.axis, subjects, lens.smoothing, sketch);
  return finished(sketch, subjects, series, lens);
}

/** So many points can be drawn as broad and round lines, sixty times a second and without a GPU. */
const MOST_POINTS = 4_000;
/** Pixels between two points, below which nobody sees how a line is joined. */
const CROWDED = 3;

/** The lines on their grid, with what belongs to the runs and not to a line. */
export function finished({ strokes, lines }: Sketch, subjects: readonly Subject[], series: string, lens: Lens): Drawing {
  const { x, ys, counts, thinned } = share(lines, lens.columns, lens.window);
  const many = counts.reduce((sum, count) => sum + Math.min(count, x.length), 0) > MOST_POINTS;
  return {
    x,
    ys,
    strokes,
    crowded: counts.map((count) => many && count > lens.columns / CROWDED),
    thinned,
    flags: subjects.flatMap((subject) => [...beginning(subject, subjects, lens), ...flags(subject, subjects, lens)]),
    baselines: baselines(subjects, series, lens.looked),
    window: lens.window,
    ceiling: ceiling(subjects, series),
  };
}

function addRun(subject: Subject, series: string, lens: Lens, thin: boolean, sketch: Sketch): void {
  const { run, history, paint, old = false } = subject;
  if (history === undefined) return;
  const name = old ? "" : subject.name;
  const stroke = { run: run.id, group: paint.group, hue: paint.hue, marker: paint.marker, thin, old };
  const train = trainLine(subject, series, lens.axis);
  const validation = line(subject, "epoch", lens.axis, "validation", series);
  const labelled = !thin && validation !== null;
  if (train) addLine(sketch, { ...stroke, role: "train", label: labelled || thin ? "" : name }, train, lens.smoothing);
  if (validation) addLine(sketch, { ...stroke, role: "validation", label: labelled ? name : "" }, validation, lens.smoothing);
}

function addGroup(all: readonly Subject[], series: string, { axis, band, smoothing }: Lens, sketch: Sketch): void {
  const first = all[0] as Subject;
  const old = all.every((one) => one.old === true);
  const stroke = { run: "", group: first.paint.group, hue: first.paint.hue, marker: first.paint.marker, thin: false, old };
  const validation = gathered(all, "validation", series, axis);
  const train = gathered(all, "train", series, axis);
  const banded = validation ?? train;
  if (banded === null) return;
  const label = old ? "" : seedsName(first.groupName, banded.count, begun(all));
  if (train) addLine(sketch, { ...stroke, role: "mean train", label: validation ? "" : label }, { xs: train.xs, ys: train.mean }, smoothing);
  if (band !== "off" && banded.count > 1 && !old) {
    const { low, high } = banded.edges[band];
    addLine(sketch, { ...stroke, role: "high", label: "" }, { xs: banded.xs, ys: high }, smoothing);
    addLine(sketch, { ...stroke, role: "low", label: "" }, { xs: banded.xs, ys: low }, smoothing);
  }
  if (validation) addLine(sketch, { ...stroke, role: "mean validation", label }, { xs: validation.xs, ys: validation.mean }, smoothing);
}

/** From the parent's curve, where the fork left it, to the fork's first point. */
function addBranch(fork: Subject, all: readonly Subject[], series: string, { axis }: Lens, sketch: Sketch): void {
  const { parent } = fork.run;
  const from = all.find(({ run }) => run.id === parent?.run);
  if (parent === null || from?.history === undefined || fork.history === undefined) return;
  for (const split of ["train", "validation"] as const) {
    const own = split === "train" ? trainLine(fork, series, axis) : line(fork, "epoch", axis, split, series);
    const whole = split === "train" ? trainLine(from, series, axis) : line(from, "epoch", axis, split, series);
    const first = own?.ys.findIndex((y) => typeof y === "number") ?? -1;
    if (own === null || whole === null || first < 0) continue;
    const x = along(from.run, from.history, parent.step, axis);
    const y = whole.ys[whole.xs.findLastIndex((at, row) => (at ?? 0) * (whole.factor ?? 1) <= x && whole.ys[row] !== undefined)];
    const to = (own.xs[first] as number) * (own.factor ?? 1);
    if (typeof y !== "number" || to < x) continue;
    const { hue, marker, group } = fork.paint;
    sketch.strokes.push({ run: fork.run.id, group, role: split, hue, marker, label: "", thin: false, faint: true, old: false });
    sketch.lines.push({ xs: [x, to], ys: [y, own.ys[first]] });
  }
}

function flags({ history, run, paint }: Subject, all: readonly Subject[], { axis, flagWords }: Lens): Flag[] {
  if (history === undefined) return [];
  const alone = all.filter((one) => one.paint.group === paint.group).length === 1;
  const flag = ({ step, epoch }: Pause, words: string): Flag => {
    const x = axis === "epoch" ? epoch : along(run, history, step, axis);
    return { x, words, run: run.id, hue: paint.hue };
  };
  const changes = history.changes.map((change) => flag(change, flagWords(change.setting, change.after)));
  const ends = alone && endedEarly(run) ? [run] : [];
  const pauses = history.pauses.filter(({ step }) => !ends.some((end) => end.step === step));
  return [
    ...changes,
    ...pauses.map((pause) => flag(pause, text("flag.paused"))),
    ...ends.map((end) => flag(end, clause(worded(end.reason)))),
  ];
}

/** By a person, a rule or an accident. Why an attempt before the last ended is said where the next one goes on. */
function endedEarly({ state, step, reason }: Run): boolean {
  return (state === "stopped" || state === "failed" || state === "interrupted") && step > 0 && english(reason) !== "";
}

/** A flag says no more than so many settings. */
const MOST_SAID = 2;

/** What a fork does otherwise than its parent, where it left it. */
function beginning({ run, paint }: Subject, all: readonly Subject[], { axis, flagWords }: Lens): Flag[] {
  const different = Object.entries(run.varied).map(([setting, value]) => flagWords(setting, value));
  if (run.parent === null || run.parent.file || different.length === 0) return [];
  const from = all.find((one) => one.run.id === run.parent?.run);
  const x = from?.history ? along(from.run, from.history, run.parent.step, axis) : axis === "epoch" ? run.parent.epoch : null;
  if (x === null) return [];
  const words = row([...different.slice(0, MOST_SAID), ...(different.length > MOST_SAID ? ["…"] : [])]);
  return [{ x, words, run: run.id, hue: paint.hue }];
}

/** Three times what the untrained networks have: enough to see a rise, and one diverging run hides no other. */
const RISE = 3;
/** A curve that stays above that, as a forger's loss may, is drawn whole; beyond so many times its start it runs away. */
const RUNAWAY = 20;

function ceiling(subjects: readonly Subject[], series: string): number | null {
  const tops = subjects.flatMap(({ history }) => {
    const values = (history?.clocks.epoch.named.get(`validation/${series}`) ?? []).filter((value) => typeof value === "number");
    const [first = 0] = values;
    if (first <= 0) return [];
    const top = values.reduce((most, value) => Math.max(most, value), first);
    const above = values.filter((value) => value > RISE * first).length;
    return above > values.length / 10 && top <= RUNAWAY * first ? [top] : [RISE * first];
  });
  return tops.length > 0 ? Math.max(...tops) : null;
}
