// How the charts are looked at.

import { signal } from "@preact/signals";
import { AXES, type Axis, type Band, BANDS } from "../curves/axis";
import type { Ghost } from "../curves/ghosts";
import type { SizeAxis } from "../curves/sizes";
import { STRENGTHS } from "../curves/smoothing";
import type { Window } from "../curves/thin";
import { isBoolean, ofAll, oneOf, persisted } from "./storage";

export const charts = {
  axis: persisted<Axis>("axis", oneOf(AXES), "epoch"),
  /** Whether somebody chose it; else it follows the unit in which the runs are counted. */
  axisChosen: signal(false),
  logarithmic: persisted("logarithmic", isBoolean, false),
  /** What networks cost, on the chart of sizes. */
  sizeAxis: signal<SizeAxis>("parameters"),
  /** Networks that were published later are left out of that chart; null leaves out none. */
  year: signal<number | null>(null),
  /** Points that a smoothed line takes together; 0 is off. */
  smoothing: persisted<number>("smoothing", oneOf(STRENGTHS), 0),
  band: persisted<Band>("band", oneOf(BANDS), "range"),
  /** The part of the x axis that all charts show; null is all of it. */
  window: signal<Window | null>(null),
  /** Whether the window goes with the newest point. */
  follow: signal(false),
  /** Series that somebody put on a chart, or took off it; the rest follows `charted`. */
  charts: persisted<Readonly<Record<string, boolean>>>("charts", ofAll("boolean"), {}, "entries"),
  /** Curves of others, until the page is left. */
  ghosts: signal<readonly Ghost[]>([]),
  /** Levels that somebody lets runs race to, by task and series. */
  levels: signal<Readonly<Record<string, number>>>({}),
};

export function setLogarithmic(on: boolean): void {
  charts.logarithmic.value = on;
}

export function showGhosts(ghosts: readonly Ghost[]): void {
  charts.ghosts.value = ghosts;
}

export function smooth(strength: number): void {
  charts.smoothing.value = strength;
}

export function setBand(band: Band): void {
  charts.band.value = band;
}

export function setSizeAxis(axis: SizeAxis): void {
  charts.sizeAxis.value = axis;
}

export function setYear(year: number | null): void {
  charts.year.value = year;
}

export function chart(name: string, shown: boolean): void {
  charts.charts.value = { ...charts.charts.value, [name]: shown };
}
