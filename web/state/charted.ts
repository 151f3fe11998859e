// What the charts show: which series, which part of the x axis, and what a person does to change that.

import { batch, computed } from "@preact/signals";
import { newest, whole } from "../curves/axes";
import type { Axis } from "../curves/axis";
import { LAYERED, RATE, series, SPEED } from "../curves/columns";
import { inBatches, isOver } from "../curves/moment";
import { said } from "../curves/names";
import { carried, following, held, panned, zoomed } from "../curves/range";
import { type Sight, USUAL, writeSight } from "../curves/sight";
import { ofSizes, SIZES } from "../curves/sizes";
import type { Window } from "../curves/thin";
import type { SeriesText } from "../generated/types";
import { text } from "../text/text";
import { controlAt, everySeries, headline, measuredSeries, newest as newestRace, paintOf, shown, state, subjects } from "./store";

/** Where the x axis ends; an empty chart is as long as the training that the form would start. */
export const wholeAxis = computed(() => endOf(state.axis.value) || 1);

function endOf(axis: Axis): number {
  if (subjects.value.length > 0) return whole(subjects.value, axis);
  const plan = state.plan.value;
  if (plan === null || plan.steps_per_epoch === 0) return 0;
  const epochs = plan.steps / plan.steps_per_epoch;
  const each = { epoch: 1, step: plan.steps_per_epoch, examples: 0, seconds: plan.seconds_per_epoch ?? 0, multiply_adds: 0 };
  return each[axis] * epochs;
}

/** Something is still coming. */
export const live = computed(() => subjects.value.some(({ run }) => !isOver(run)));

/** The part of the axis that all charts show. */
export const shownWindow = computed<Window>(() => {
  const window = state.window.value;
  if (window === null) return { from: 0, to: wholeAxis.value };
  if (!state.follow.value || !live.value) return window;
  const going = subjects.value.filter(({ run }) => !isOver(run));
  const far = going.map(({ run, history }) => newest(run, history, state.axis.value));
  return following(window, Math.max(0, ...far));
});

export function lookCloser(window: Window | null): void {
  batch(() => {
    state.window.value = window;
    state.follow.value = false;
  });
}

export function zoom(factor: number, at: number): void {
  const { follow } = state;
  // What goes with the newest point goes on doing so at another width.
  if (follow.value) state.window.value = zoomed(shownWindow.value, wholeAxis.value, factor, shownWindow.value.to);
  else lookCloser(zoomed(shownWindow.value, wholeAxis.value, factor, at));
}

/** By parts of what is shown. */
export function pan(parts: number): void {
  const { from, to } = shownWindow.value;
  if (state.window.value !== null) lookCloser(panned({ from, to }, wholeAxis.value, parts * (to - from)));
}

export function setFollow(follow: boolean): void {
  batch(() => {
    if (!follow) state.window.value = held(shownWindow.value, wholeAxis.value);
    state.follow.value = follow;
  });
}

/** Another unit, and the same part of the training as far as that can be said. */
export function chooseAxis(axis: Axis): void {
  batch(() => {
    state.window.value = carried(state.window.value, endOf(state.axis.value), endOf(axis));
    state.axis.value = axis;
    state.axisChosen.value = true;
  });
}

/** As long as nobody chose an axis, runs of 150 batches are shown in steps and not in hundredths of an epoch. */
export function followUnit(): void {
  if (state.axisChosen.value || shown.value.length === 0) return;
  state.axis.value = shown.value.every(inBatches) ? "step" : "epoch";
}

/** What the views inside look at from now on: the weights nearest to an epoch, of this run too; again: those of now. */
export function lookAt(run: string, epoch: number): void {
  const chosen = state.chosen.value;
  const again = state.lookBack.value === epoch;
  batch(() => {
    state.lookBack.value = again ? null : epoch;
    if (chosen.length > 0 && !chosen.includes(run)) state.chosen.value = [...chosen, run].slice(-4);
  });
}

const LAST: readonly string[] = [RATE, SPEED, ...LAYERED];

/** Every series that there is something of, the headline first, and what follows from measured columns last. */
export const offered = computed(() => {
  const found = new Map<string, SeriesText>(Object.entries(measuredSeries.value));
  const first = headline.value?.[0];
  const names = new Set(subjects.value.flatMap(({ history }) => (history ? series(history) : [])));
  for (const name of names) if (!found.has(name)) found.set(name, everySeries.value[name] ?? described(name));
  const rank = (name: string) => (name === first ? 0 : name === "loss" ? 1 : name in everySeries.value ? 2 : 4 + LAST.indexOf(name));
  return [...found].sort(([one], [other]) => rank(one) - rank(other));
});

/** The charts: the headline and the loss unless somebody chose otherwise. */
export const charted = computed(() => {
  const list = offered.value;
  const wanted = list.filter(([name], place) => state.charts.value[name] ?? (place < 2 && name in measuredSeries.value));
  return wanted.length > 0 ? wanted : list.slice(0, 1);
});

/** The chart of what size is worth: by itself after a race of sizes, but in a lesson, which says what is to be seen. */
export const sizesShown = computed(() => state.charts.value[SIZES] ?? (state.teaching.place.value === null && ofSizes(newestRace.value)));

/** Series that are parts of a whole, drawn on top of each other; in a lesson only where one of them is to be seen. */
export const stacked = computed(() => {
  const parts = Object.entries(measuredSeries.value).filter(([, { stack }]) => stack !== "");
  const wanted = state.teaching.place.value === null || parts.some(([name]) => state.charts.value[name]);
  return wanted && parts.length > 1 ? parts : [];
});

const PLAIN = { unit: "", better: "higher", range: null, headline: false, percent: false, of: "", stack: "", optimum: null, instead: "" } as const;

function described(name: string): SeriesText {
  if (name === RATE) return { ...PLAIN, title: text("series.rate"), text: text("series.rate.text") };
  if (name === SPEED) return { ...PLAIN, title: text("series.speed"), text: text("series.speed.text") };
  if (layered(name)) return { ...PLAIN, title: text(`series.${name}`), text: text(`series.${name}.text`) };
  return { ...PLAIN, title: name.charAt(0).toUpperCase() + name.slice(1), text: "" };
}

export function layered(name: string): name is (typeof LAYERED)[number] {
  return (LAYERED as readonly string[]).includes(name);
}

/** Whether any runs on the charts differ only in their seed. */
export const seeded = computed(() => {
  const groups = subjects.value.map(({ paint }) => paint.group);
  return new Set(groups).size < groups.length;
});

/** The run whose layers are drawn: the one that is pointed at, else the first that is looked into, else the newest. */
export const layeredRun = computed(() => {
  const ids = [state.hovered.value, ...state.chosen.value, subjects.value.at(-1)?.run.id];
  return subjects.value.find(({ run }) => run.id === ids.find((id) => id != null && paintOf.value.has(id)));
});

/** How the charts are looked at, for the address. */
export function presentSight(): string {
  const { logarithmic, smoothing, band } = state;
  const axis = state.axisChosen.value ? state.axis.value : USUAL.axis;
  return writeSight({ axis, logarithmic: logarithmic.value, smoothing: smoothing.value, band: band.value });
}

/** As a link says; null leaves everything as it is. */
export function seeAs(sight: Sight | null): void {
  if (sight === null) return;
  batch(() => {
    state.axis.value = sight.axis;
    state.axisChosen.value = sight.axis !== USUAL.axis;
    state.logarithmic.value = sight.logarithmic;
    state.smoothing.value = sight.smoothing;
    state.band.value = sight.band;
  });
}

/** What a flag on a chart says of a change. */
export function flagWords(setting: string, value: unknown): string {
  const control = controlAt(setting);
  return said(control, setting.split("/").pop() ?? "", typeof value === "number" ? Number(value.toPrecision(4)) : value);
}
