// The numbers behind a chart: a column for each line, a row for each place of the x axis.

import { layerName } from "../text/layers";
import { places } from "./axes";
import type { Axis, Band } from "./axis";
import { layers } from "./columns";
import { begun, gathered, seedsName } from "./gathered";
import type { Value } from "./history";
import type { Split } from "./origin";
import { line, trainLine } from "./lines";
import { type About, aboutAt } from "./reading";
import { grouped, type Subject } from "./subject";

export interface Column {
  name: string;
  /** Values of a line; of a group how its members lie about their mean. */
  cells: Map<number, Value | About>;
  /** Whose numbers they are, and of which split; null for those of a group. */
  of: { subject: Subject; split: Split } | null;
  /** Which edges of a group's members the column tells of; null for a line. */
  spread: Exclude<Band, "off"> | null;
}
export interface Table {
  xs: number[];
  columns: Column[];
}

export function tabled(subjects: readonly Subject[], series: string, axis: Axis, band: Band): Table {
  return ofColumns(
    grouped(subjects).flatMap((members) => {
      const runs = members.flatMap((subject) => {
        const validation = line(subject, "epoch", axis, "validation", series);
        const found = validation ?? trainLine(subject, series, axis);
        const split = validation ? "validation" : "train";
        return found ? [column(subject.name, found.xs, found.ys, found.factor ?? 1, { subject, split })] : [];
      });
      return members.length > 1 ? [...ofGroup(members, series, axis, band), ...runs] : runs;
    }),
  );
}

export function tabledLayers(subject: Subject | undefined, series: string, axis: Axis): Table {
  const at = subject?.history && places(subject.run, subject.history, "epoch", axis);
  return ofColumns(
    layers(subject?.history, series).flatMap((layer) => {
      const ys = subject?.history?.clocks.epoch.named.get(`${series}/${layer}`);
      return at && ys ? [column(layerName(layer), at.xs, ys, at.factor, { subject, split: "train" })] : [];
    }),
  );
}

function ofGroup(members: readonly Subject[], series: string, axis: Axis, band: Band): Column[] {
  const found = gathered(members, "validation", series, axis) ?? gathered(members, "train", series, axis);
  if (found === null || found.count < 2) return [];
  const kind = band === "off" ? "range" : band;
  const name = seedsName((members[0] as Subject).groupName, found.count, begun(members));
  const about = new Map(found.xs.map((x, row) => [x, aboutAt(found, kind, row) as About]));
  return [column(name, found.xs, found.mean, 1), { name, cells: about, of: null, spread: kind }];
}

function column(name: string, xs: readonly Value[], ys: readonly Value[], factor: number, of: Column["of"] = null): Column {
  const cells = new Map<number, Value>();
  xs.forEach((x, row) => {
    if (typeof x === "number" && ys[row] !== undefined) cells.set(x * factor, ys[row]);
  });
  return { name, cells, of, spread: null };
}

function ofColumns(columns: Column[]): Table {
  const xs = new Set(columns.flatMap(({ cells }) => [...cells.keys()]));
  return { xs: [...xs].sort((one, other) => one - other), columns };
}
