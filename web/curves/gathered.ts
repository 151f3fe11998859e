// Several seeds as one: which of them a number of all is made of, and of how many it says that it is. Pure.

import type { Run, SeriesText } from "../generated/types";
import { SEED } from "../setup/spec";
import { text } from "../text/text";
import type { Axis } from "./axis";
import type { Split } from "./columns";
import { valueOf } from "./groups";
import { reached, type Value } from "./history";
import { line } from "./lines";
import { isOver } from "./moment";
import { peakOf } from "./peaks";
import { type Spread, spread } from "./spread";
import type { Subject } from "./subject";

/** A seed that started late would cut the mean short: until it is nearly as far as the others it is a thin line only. */
const ABREAST = 0.9;

export function abreast(all: readonly Subject[]): Subject[] {
  const far = all.map(({ history }) => reached(history, "epoch"));
  const most = Math.max(...far);
  return all.filter((_, place) => (far[place] ?? 0) >= ABREAST * most);
}

/** The members of a group that a mean is made of, at the epochs that all of them have, and what they come to. */
export function gathered(all: readonly Subject[], split: Split, series: string, axis: Axis): Spread | null {
  return spread(
    abreast(all).flatMap((subject) => {
      const epochs = subject.history?.clocks.epoch.named.get("epoch");
      const found = line(subject, "epoch", axis, split, series);
      return epochs && found ? [{ epochs, xs: found.xs, ys: found.ys, factor: found.factor ?? 1 }] : [];
    }),
  );
}

/** Whether the mean is not of all seeds that have begun. */
export function ofSome(all: readonly Subject[], series: string, axis: Axis): boolean {
  const found = gathered(all, "validation", series, axis) ?? gathered(all, "train", series, axis);
  return all.length > 1 && found !== null && found.count < begun(all);
}

/** What waits in the queue is no seed yet that a mean could be of. */
export function begun(all: readonly Subject[]): number {
  return all.filter(({ run }) => run.state !== "queued").length;
}

/** "GRU ×3"; "GRU, 2 of 3" where a mean is of some of them only. */
export function seedsName(name: string, count: number, all: number): string {
  if (count < all) return text("seeds.some", { name, count, all });
  return count > 1 ? `${name} ×${count}` : name;
}

/** "GRU (mean of 2 of 3)"; one value alone is no mean. */
export function meanName(name: string, count: number, all: number): string {
  if (count === 1) return seedsName(name, count, all);
  return text(count < all ? "summary.mean.some" : "summary.mean", { name, count, all });
}

/** Where one of several values is from. */
export interface From {
  seed: string;
  epoch: number;
  step: number;
}

/** A number of several seeds, and what it is of. */
export interface Together {
  values: number[];
  /** Of each value. */
  from: From[];
  /** Seeds that have begun. */
  all: number;
  /** The latest epoch that all of the values are of; null where each is of its own. */
  epoch: number | null;
}

export function meanOf({ values }: Together): number {
  return values.reduce((sum, one) => sum + one, 0) / values.length;
}

/** Where they stand, at the latest epoch that those that are nearly abreast have all measured. */
export function standingNow(all: readonly Subject[], series: string): Together | null {
  const found = gathered(all, "validation", series, "epoch");
  if (found === null) return null;
  const epoch = found.epochs.at(-1) as number;
  const each = abreast(all).map(({ run, history }) => {
    const named = history?.clocks.epoch.named;
    const place = named?.get("epoch")?.lastIndexOf(epoch) ?? -1;
    return { run, value: named?.get(`validation/${series}`)?.[place], epoch, step: named?.get("step")?.[place] ?? null };
  });
  return { ...counted(each), all: begun(all), epoch };
}

/** Their best values: of a seed that has just begun it says nothing yet. */
export function standingBest(all: readonly Subject[], name: string, series: SeriesText): Together | null {
  const near = new Set(abreast(all));
  const far = all.filter((subject) => isOver(subject.run) || near.has(subject));
  const each = far.map(({ run, history }) => {
    const peak = peakOf(run, history, name, series);
    return { run, value: peak?.value, epoch: peak?.epoch ?? 0, step: peak?.step ?? null };
  });
  return some(all, each);
}

export function standingTest(all: readonly Subject[], name: string): Together | null {
  return some(all, all.map(({ run }) => ({ run, value: run.test[name], epoch: run.epoch, step: run.step })));
}

interface Found {
  run: Run;
  value: Value;
  epoch: number;
  step: Value;
}

function some(all: readonly Subject[], each: readonly Found[]): Together | null {
  const found = counted(each);
  return found.values.length > 0 ? { ...found, all: begun(all), epoch: null } : null;
}

function counted(each: readonly Found[]): Pick<Together, "values" | "from"> {
  const there = each.flatMap(({ value, ...of }) => (typeof value === "number" ? [{ value, ...of }] : []));
  const from = there.map(({ run, epoch, step }) => ({ seed: String(valueOf(run, SEED)), epoch, step: step ?? Math.round(epoch * run.steps_per_epoch) }));
  return { values: there.map(({ value }) => value), from };
}
