// The best of every run over what its network costs: a dot for each run, seeds round their mean, a line through the sizes of one family. Pure.

import type { Run, SeriesText } from "../generated/types";
import { ordered, SEED, specOf } from "../setup/spec";
import { type Baseline, baselines } from "./baselines";
import { meanOf, seedsName, standingBest, type Together } from "./gathered";
import { type Paint, valueOf } from "./groups";
import { peakOf } from "./peaks";
import { progress } from "./progress";
import { grouped, type Subject } from "./subject";

/** In `state.charts`, among the names of series. */
export const SIZES = "sizes";

/** The setting that says as text how large a network is. */
const BLOCKS = "blocks";

export const SIZE_AXES = ["parameters", "multiply_adds", "seconds"] as const;
export type SizeAxis = (typeof SIZE_AXES)[number];

export interface Dot {
  /** The run that is looked into when it is pressed; of a mean the best of its runs. */
  run: string;
  runs: string[];
  name: string;
  paint: Paint;
  x: number;
  y: number;
  /** What a mean is of; null of a single run. */
  of: Together | null;
  /** One of several seeds. */
  thin: boolean;
  /** From before the newest race. */
  old: boolean;
}

export interface Family {
  hue: Paint["hue"] | null;
  points: [number, number][];
  old: boolean;
}

export interface Sizes {
  /** Smaller ones first; a seed stands before its mean. */
  dots: Dot[];
  families: Family[];
  baselines: Baseline[];
}

export function costOf({ run, history }: Subject, axis: SizeAxis): number {
  return axis === "seconds" ? progress(run, history).seconds : run[axis];
}

/** Of a race its own runs alone: what was trained before would decide how close its differences are looked at. */
export function sizes(all: readonly Subject[], name: string, series: SeriesText, axis: SizeAxis): Sizes {
  const present = all.filter(({ old }) => !old);
  const subjects = present.length > 1 ? present : all;
  const groups = grouped(subjects).map((members) => ({ members, dots: dotsOf(members, name, series, axis) }));
  const dots = groups.flatMap((group) => group.dots).sort((one, other) => one.x - other.x || Number(other.thin) - Number(one.thin));
  return { dots, families: families(groups), baselines: baselines(subjects.filter(({ run }) => dots.some((dot) => dot.runs.includes(run.id))), name) };
}

function dotsOf(members: readonly Subject[], name: string, series: SeriesText, axis: SizeAxis): Dot[] {
  const several = members.length > 1;
  const each = members.flatMap((subject): Dot[] => {
    const x = costOf(subject, axis);
    const y = peakOf(subject.run, subject.history, name, series)?.value;
    if (!(x > 0) || typeof y !== "number") return [];
    const { run, paint, old = false } = subject;
    return [{ run: run.id, runs: [run.id], name: subject.name, paint, x, y, of: null, thin: several, old }];
  });
  const found = several ? standingBest(members, name, series) : null;
  const first = members[0];
  if (found === null || first === undefined || each.length === 0) return each;
  const better = (one: Dot, other: Dot) => (series.better === "higher" ? one.y >= other.y : one.y <= other.y);
  const top = each.reduce((most, one) => (better(most, one) ? most : one));
  const mean = {
    ...top,
    runs: each.map(({ run }) => run),
    name: seedsName(first.groupName, found.values.length, found.all),
    x: each.reduce((sum, one) => sum + one.x, 0) / each.length,
    y: meanOf(found),
    of: found,
    thin: false,
    old: each.every(({ old }) => old),
  };
  return [...each, mean];
}

interface Group {
  members: readonly Subject[];
  dots: readonly Dot[];
}

/** Networks that differ in nothing but how large they are. */
function families(groups: readonly Group[]): Family[] {
  const firsts = groups.flatMap(({ members }) => members.slice(0, 1).map(({ run }) => run));
  const sized = sizeFields(firsts);
  const found = new Map<string, Dot[]>();
  for (const { members, dots } of groups) {
    const run = members[0]?.run;
    const dot = dots.find(({ thin }) => !thin);
    if (run === undefined || dot === undefined || run.parent !== null) continue;
    const key = familyOf(run, sized);
    found.set(key, [...(found.get(key) ?? []), dot]);
  }
  return [...found.values()].filter((dots) => dots.length > 1).map(lined);
}

function lined(dots: readonly Dot[]): Family {
  const hues = [...new Set(dots.map(({ paint }) => paint.hue))];
  const points = dots.map(({ x, y }): [number, number] => [x, y]).sort(([one], [other]) => one - other);
  return { hue: hues.length === 1 ? (hues[0] ?? null) : null, points, old: dots.every(({ old }) => old) };
}

/** Numbers of the architecture, and rows of them, in which runs of one architecture differ. */
export function sizeFields(runs: readonly Run[]): Set<string> {
  const seen = new Map<string, Set<string>>();
  for (const run of runs) {
    const { name, ...settings } = specOf(run).architecture;
    for (const [field, value] of Object.entries(settings)) {
      if (typeof value !== "number" && !Array.isArray(value) && field !== BLOCKS) continue;
      const at = `${name} ${field}`;
      seen.set(at, (seen.get(at) ?? new Set()).add(JSON.stringify(value)));
    }
  }
  return new Set([...seen].filter(([, values]) => values.size > 1).map(([at]) => at.split(" ")[1] ?? ""));
}

function familyOf(run: Run, sized: ReadonlySet<string>): string {
  const { task, architecture, training } = specOf(run);
  const { seed: _, ...rest } = training;
  const same = Object.fromEntries(Object.entries(architecture).filter(([field]) => !sized.has(field)));
  return ordered([task, same, rest]);
}

/** From here on networks of a race are of different sizes, and not only not quite alike. */
const APART = 1.5;

/** Whether a race is one of sizes: a number or a row of the architecture varies, or the architecture, and makes networks larger. */
export function ofSizes(runs: readonly Run[]): boolean {
  const at = new Set(runs.flatMap((run) => Object.entries(run.varied).flatMap(([pointer, value]) => (sizing(pointer, value) ? [pointer] : []))));
  const parameters = runs.map((run) => run.parameters).filter((count) => count > 0);
  return at.size > 0 && parameters.length > 1 && Math.max(...parameters) >= APART * Math.min(...parameters);
}

function sizing(pointer: string, value: unknown): boolean {
  return pointer.startsWith("/architecture/") && (pointer.endsWith("/name") || pointer.endsWith(`/${BLOCKS}`) || typeof value === "number" || Array.isArray(value));
}

/** What is drawn, as numbers: one line for each run. */
export function sizesCsv(subjects: readonly Subject[], name: string, series: SeriesText): string {
  const head = ["run", "seed", ...SIZE_AXES, "epoch", `best_${name}`];
  const lines = subjects.flatMap((subject) => {
    const peak = peakOf(subject.run, subject.history, name, series);
    if (peak === null) return [];
    const called = /[",\n]/.test(subject.name) ? `"${subject.name.replaceAll('"', '""')}"` : subject.name;
    return [[called, valueOf(subject.run, SEED), ...SIZE_AXES.map((axis) => costOf(subject, axis)), peak.epoch, peak.value]];
  });
  return `${[head, ...lines].map((fields) => fields.join(",")).join("\n")}\n`;
}
