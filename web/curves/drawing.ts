// What one chart shows: its lines on a shared grid, baselines, flags and labels. Pure; the chart only paints it.

import type { Run } from "../generated/types";
import type { Axis } from "../state/state";
import type { Paint } from "./groups";
import { type History, reached, type Value } from "./history";
import { length } from "./length";
import { type Line, share } from "./thin";

export type Role = "train" | "validation" | "mean train" | "mean validation" | "low" | "high";

export interface Stroke {
  run: string;
  group: string;
  role: Role;
  hue: Paint["hue"];
  marker: Paint["marker"];
  /** Written at the end of the line; "" for none. */
  label: string;
  /** One of several seeds: drawn thin, under the line of their mean. */
  thin: boolean;
}
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
  flags: Flag[];
  baseline: number | null;
  /** Where the x axis ends: the planned length where it is known, so that curves grow into free space. */
  until: number;
  /** The highest y that is worth showing; what diverges leaves the chart at its top. */
  ceiling: number | null;
}
export interface Subject {
  run: Run;
  history: History | undefined;
  paint: Paint;
  name: string;
  groupName: string;
}

/** Up to so many epochs every batch is drawn; beyond, epochs say enough. */
const FEW_EPOCHS = 10;

export function draw(
  subjects: readonly Subject[],
  series: string,
  axis: Axis,
  columns: number,
  flagWords: (setting: string, value: unknown) => string,
  toCome = 0,
): Drawing {
  const strokes: Stroke[] = [];
  const lines: Line[] = [];
  const add = (stroke: Stroke, line: Line) => {
    strokes.push(stroke);
    lines.push(line);
  };
  const groups = grouped(subjects);
  for (const members of groups) {
    const several = members.length > 1;
    for (const subject of members) addRun(subject, series, axis, several, add);
    if (several) addGroup(members, series, axis, add);
  }
  // The name of the only line there is would say nothing.
  if (groups.length === 1) for (const stroke of strokes) stroke.label = "";
  const grid = share(lines, columns);
  return {
    ...grid,
    strokes,
    flags: subjects.flatMap((subject) => flags(subject, axis, flagWords)),
    baseline: subjects.map(({ run }) => run.baseline[series]).find((value) => value !== undefined) ?? null,
    until: subjects.length > 0 ? Math.max(grid.x.at(-1) ?? 0, ...subjects.map((subject) => planned(subject, axis))) : toCome,
    ceiling: ceiling(subjects, series),
  };
}

function grouped(subjects: readonly Subject[]): Subject[][] {
  const groups = new Map<string, Subject[]>();
  for (const subject of subjects) {
    const members = groups.get(subject.paint.group);
    if (members) members.push(subject);
    else groups.set(subject.paint.group, [subject]);
  }
  return [...groups.values()];
}

type Add = (stroke: Stroke, line: Line) => void;

function addRun(subject: Subject, series: string, axis: Axis, thin: boolean, add: Add): void {
  const { run, history, paint, name } = subject;
  if (history === undefined) return;
  const stroke = { run: run.id, group: paint.group, hue: paint.hue, marker: paint.marker, thin };
  const train = trainLine(run, history, series, axis);
  const validation = column(history, "epoch", axis, `validation/${series}`);
  const labelled = !thin && validation !== null;
  if (train) add({ ...stroke, role: "train", label: labelled || thin ? "" : name }, train);
  if (validation) add({ ...stroke, role: "validation", label: labelled ? name : "" }, validation);
}

/** Epochs where there are many; every batch where there are few; and batches until the first epochs are done. */
function trainLine(run: Run, history: History, series: string, axis: Axis): Line | null {
  const epochs = column(history, "epoch", axis, `train/${series}`);
  const batches = column(history, "batch", axis, `train/${series}`);
  const { epochs: planned } = length(run, history);
  const measured = epochs?.ys.filter((value) => value !== undefined).length ?? 0;
  return batches && (planned <= FEW_EPOCHS || measured < 3) ? batches : (epochs ?? batches);
}

function column(history: History, clock: "batch" | "epoch", axis: Axis, name: string): Line | null {
  const xs = history.clocks[clock].named.get(axis);
  const ys = history.clocks[clock].named.get(name);
  return xs && ys ? { xs, ys } : null;
}

/** A seed that started late would cut the mean short: until it is nearly as far as the others it is a thin line only. */
const ABREAST = 0.9;

function addGroup(all: readonly Subject[], series: string, axis: Axis, add: Add): void {
  const far = all.map(({ history }) => reached(history, "epoch"));
  const members = all.filter((_, place) => (far[place] ?? 0) >= ABREAST * Math.max(...far));
  const first = members[0];
  if (first === undefined) return;
  const stroke = { run: "", group: first.paint.group, hue: first.paint.hue, marker: first.paint.marker, thin: false };
  const validation = spread(members, `validation/${series}`, axis);
  const train = spread(members, `train/${series}`, axis);
  const label = members.length > 1 ? `${first.groupName} ×${members.length}` : first.groupName;
  if (train) add({ ...stroke, role: "mean train", label: validation ? "" : label }, { xs: train.xs, ys: train.mean });
  const banded = validation ?? train;
  if (banded === null) return;
  add({ ...stroke, role: "high", label: "" }, { xs: banded.xs, ys: banded.high });
  add({ ...stroke, role: "low", label: "" }, { xs: banded.xs, ys: banded.low });
  if (validation) add({ ...stroke, role: "mean validation", label }, { xs: validation.xs, ys: validation.mean });
}

interface Spread {
  xs: number[];
  mean: number[];
  low: number[];
  high: number[];
}

/** Mean, lowest and highest at every epoch that all members have reached. A mean of fewer would jump. */
function spread(members: readonly Subject[], name: string, axis: Axis): Spread | null {
  const byEpoch = new Map<number, { x: number; y: number }[]>();
  let measuring = 0;
  for (const { history } of members) {
    const epochs = history?.clocks.epoch.named.get("epoch");
    const xs = history?.clocks.epoch.named.get(axis);
    const ys = history?.clocks.epoch.named.get(name);
    if (epochs && xs && ys) measuring++;
    ys?.forEach((y, row) => {
      const epoch = epochs?.[row];
      const x = xs?.[row];
      if (typeof y !== "number" || typeof epoch !== "number" || typeof x !== "number") return;
      byEpoch.set(epoch, [...(byEpoch.get(epoch) ?? []), { x, y }]);
    });
  }
  const whole = [...byEpoch.entries()].filter(([, points]) => points.length === measuring);
  if (measuring === 0 || whole.length === 0) return null;
  const found: Spread = { xs: [], mean: [], low: [], high: [] };
  for (const [, points] of whole.sort(([one], [other]) => one - other)) {
    const values = points.map((point) => point.y);
    found.xs.push(mean(points.map((point) => point.x)));
    found.mean.push(mean(values));
    found.low.push(Math.min(...values));
    found.high.push(Math.max(...values));
  }
  return found;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function planned({ run, history }: Subject, axis: Axis): number {
  const { epochs } = length(run, history);
  if (axis === "epoch") return epochs;
  if (axis === "seconds" || history === undefined) return 0;
  const examples = history.clocks.epoch.named.get("examples")?.at(-1) ?? 0;
  const epoch = history.clocks.epoch.named.get("epoch")?.at(-1) ?? 0;
  return epoch > 0 ? (examples / epoch) * epochs : 0;
}

function flags(subject: Subject, axis: Axis, words: (setting: string, value: unknown) => string): Flag[] {
  const { history, run, paint } = subject;
  if (history === undefined) return [];
  return history.changes.map((change) => ({
    x: axis === "epoch" ? change.epoch : along(history, change.step, axis),
    words: words(change.setting, change.after),
    run: run.id,
    hue: paint.hue,
  }));
}

/** Where on another axis a step lies: at the last row that is not beyond it. */
function along(history: History, step: number, axis: Axis): number {
  let found = 0;
  for (const clock of ["epoch", "batch"] as const) {
    const steps = history.clocks[clock].named.get("step") ?? [];
    const xs = history.clocks[clock].named.get(axis) ?? [];
    for (let row = 0; row < steps.length && (steps[row] ?? 0) <= step; row++) found = Math.max(found, xs[row] ?? 0);
  }
  return found;
}

/** Three times what the untrained networks have: enough to see a rise, and one diverging run hides no other. */
function ceiling(subjects: readonly Subject[], series: string): number | null {
  const firsts = subjects.flatMap(({ history }) => {
    const values = history?.clocks.epoch.named.get(`validation/${series}`) ?? [];
    const first = values.find((value) => typeof value === "number");
    return typeof first === "number" && first > 0 ? [first] : [];
  });
  return firsts.length > 0 ? 3 * Math.max(...firsts) : null;
}
