// The store: the one state of this page, and what follows from it.

import { computed } from "@preact/signals";
import { type Paint, paints } from "../curves/groups";
import { emptyHistory } from "../curves/history";
import { isOver } from "../curves/moment";
import { groupName, names } from "../curves/names";
import type { Subject } from "../curves/subject";
import type { Run } from "../generated/types";
import { type Control, PARTS, type Setting } from "../setup/controls";
import { inForce } from "../setup/force";
import { calledIn, withCalled } from "../setup/lesson/called";
import { networks } from "../setup/networks";
import { architectureControl } from "../setup/race";
import { allControls, controlsOf, entryOf, specOf } from "../setup/spec";
import { charts } from "./charts";
import { inside } from "./inside";
import { page } from "./page";
import { received } from "./receive";
import { server } from "./server";
import { setup } from "./setup";
import { table } from "./table";
import { teaching } from "./teaching";

/** Each slice has its signals and its actions in a file of its own; all are read here. */
export const state = { ...server, ...setup, ...received, ...table, ...charts, ...inside, ...page, teaching };

/** So many groups of seeds are on the charts unless somebody asks for more, and so many runs of them. */
const MOST_SHOWN = 8;
const MOST_RUNS = 64;

/** Oldest first: the order of colours, and within a race the order of its variants. */
const everyRun = computed(() =>
  [...state.runs.value.values()].sort((one, other) => compared(one.created, other.created) || varied(one, other)),
);

/** Dates as the server writes them: no language orders them otherwise. */
function compared(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

/** Runs of one race are as old as each other: they stand as the options of what varies stand in the form. */
function varied(one: Run, other: Run): number {
  for (const pointer of Object.keys(one.varied)) {
    const control = raceControls.value.find((found) => found.pointer === pointer);
    const place = (run: Run) => {
      const value = run.varied[pointer] as Setting;
      if (Array.isArray(value)) return value.reduce<number>((sum, size) => sum + Number(size), 0);
      return control?.shape === "choice" ? control.options.indexOf(value as string) : Number(value);
    };
    const difference = place(one) - place(other);
    if (difference) return difference;
  }
  return 0;
}

export function taskOf(run: Run): string {
  return String(specOf(run).task?.name ?? "");
}

/** The runs of the task that the form is set to. */
export const runs = computed(() => everyRun.value.filter((run) => taskOf(run) === state.spec.value.task.name));

let before: readonly Run[] = [];
/** The same as they were made: where they only went on, names and colours stay. */
const made = computed(() => {
  const now = runs.value;
  const same = now.length === before.length && now.every((run, place) => run.spec === before[place]?.spec && run.changes === before[place]?.changes);
  if (!same) before = now;
  return before;
});

/** The same with the settings that have an effect in them: what has none tells no runs apart, in no name and by no colour. */
const effective = computed(() => {
  const catalogue = state.catalogue.value;
  if (catalogue === null) return made.value;
  return made.value.map((run) => ({ ...run, spec: inForce(catalogue, specOf(run)) }));
});

/** How many runs other tasks have, by task. */
export const elsewhere = computed(() => {
  const counts = new Map<string, number>();
  for (const run of everyRun.value)
    if (taskOf(run) !== state.spec.value.task.name) counts.set(taskOf(run), (counts.get(taskOf(run)) ?? 0) + 1);
  return counts;
});

/** What the lesson that is open calls the values of its races. */
const called = computed(() => calledIn(state.teaching.lesson.value, state.teaching.place.value?.step ?? 0));

const controlsByPointer = computed(() => {
  const found = new Map<string, Control>();
  const catalogue = state.catalogue.value;
  if (catalogue === null) return found;
  // Runs of other architectures than the form's have fields of their own, and the newest meaning of a pointer wins.
  for (const run of made.value)
    for (const control of allControls(catalogue, specOf(run))) found.set(control.pointer, withCalled(control, called.value));
  for (const architecture of networks(state.vary.value))
    for (const control of controlsOf(catalogue, { ...state.spec.value, architecture }, "architecture")) found.set(control.pointer, control);
  for (const control of raceControls.value) found.set(control.pointer, control);
  return found;
});

/** Whether a lesson is on its way that will set the page up: what the controls say is still that of before. */
export const settingUp = computed(() => state.teaching.place.value?.due === true && state.teaching.trouble.value === "");

/** A lesson begins with empty charts; older runs are in the table, to be shown by hand. Without a lesson every run counts. */
function ofLesson(run: Run): boolean {
  return run.created > (state.teaching.since.value ?? "");
}

/** Names begin anew with a lesson: what differs from runs before it need not be said within it. */
function anew<Value>(of: (runs: readonly Run[]) => Map<string, Value>): Map<string, Value> {
  const own = effective.value.filter(ofLesson);
  return own.length === effective.value.length ? of(own) : new Map([...of(effective.value), ...of(own)]);
}

const titles = computed(() => new Map(state.catalogue.value?.architectures.map(({ name, title }) => [name, title]) ?? []));

/** A run keeps its colour, in a lesson and after it. */
export const paintOf = computed(() => paints(effective.value, coloursOf));

function coloursOf(run: Run): Record<string, Record<string, string>> {
  const catalogue = state.catalogue.value;
  if (catalogue === null) return {};
  const found: Record<string, Record<string, string>> = {};
  for (const control of allControls(catalogue, specOf(run)))
    if (control.shape === "choice" && Object.keys(control.colours).length > 0) found[control.pointer] = control.colours;
  return found;
}

/** The runs on the charts: what somebody chose, else the pinned ones and the newest. */
export const shown = computed(() => {
  const groups = new Set<string>();
  const found = new Set<string>();
  const newestFirst = [...runs.value].reverse();
  for (const run of [...newestFirst.filter(({ pinned }) => pinned), ...newestFirst.filter(({ pinned }) => !pinned)]) {
    const wanted = state.visible.value[run.id];
    const group = paintOf.value.get(run.id)?.group ?? "";
    const room = ofLesson(run) && found.size < MOST_RUNS && (groups.has(group) || groups.size < MOST_SHOWN);
    if (wanted === true || (wanted === undefined && (run.pinned || room))) {
      groups.add(group);
      found.add(run.id);
    }
  }
  return runs.value.filter((run) => found.has(run.id));
});

/** The runs whose points are wanted. */
export const watched = computed(() => {
  const beside = runs.value.filter((run) => state.compared.value?.includes(run.id) && !shown.value.includes(run));
  return [...shown.value, ...beside];
});

const labels = computed(() => anew((some) => names(some, controlsByPointer.value, titles.value)));

export function nameOf(id: string): string {
  return labels.value.get(id) ?? id;
}

/** When the newest race of the task began: what is from before it steps back on the charts. */
const raceBegan = computed(() => {
  const race = runs.value.findLast((run) => run.race !== null)?.race;
  return race == null ? "" : (runs.value.find((run) => run.race === race)?.created ?? "");
});

/** Unless somebody pinned it, put it on the charts by hand, or looks into it. */
function isOld(run: Run): boolean {
  return run.created < raceBegan.value && !run.pinned && state.visible.value[run.id] !== true && !state.chosen.value.includes(run.id);
}

export function subjectOf(run: Run): Subject {
  const paint: Paint = paintOf.value.get(run.id) ?? { hue: "grey", marker: "circle", group: run.id };
  const name = nameOf(run.id);
  return { run, history: state.histories.get(run.id), paint, name, groupName: groupName(name), old: isOld(run) };
}

/** Read `grown` first: the histories themselves are no signals. */
export const subjects = computed(() => {
  state.grown.value;
  return shown.value.map(subjectOf);
});

/** The newest race, or the newest run where it was alone. */
export const newest = computed(() => {
  const last = runs.value.at(-1);
  if (last === undefined || !ofLesson(last)) return [];
  return last.race === null ? [last] : runs.value.filter((run) => run.race === last.race);
});

export const active = computed(() => everyRun.value.filter((run) => !isOver(run)));

/** Up to four runs are looked into: what somebody chose, else one of each variant of the newest race. */
export const lookedInto = computed(() => {
  const chosen = state.chosen.value.filter((id) => runs.value.some((run) => run.id === id));
  if (chosen.length > 0) return runs.value.filter((run) => chosen.includes(run.id)).slice(0, 4);
  const groups = new Set<string>();
  const firsts = newest.value.filter((run) => {
    const group = paintOf.value.get(run.id)?.group ?? run.id;
    return groups.has(group) ? false : Boolean(groups.add(group));
  });
  return firsts.slice(0, 4);
});

/** What can be measured: the architecture's own series, or the task's. */
export const everySeries = computed(() => {
  const { architecture } = state.spec.value;
  const own = state.catalogue.value?.architectures.find((one) => one.name === architecture.name)?.series;
  return own ?? state.task.value?.series ?? {};
});

/** Those of them that the run which the form lays out will have points of. */
export const measuredSeries = computed(() => {
  const names = state.plan.value?.series;
  return names ? Object.fromEntries(Object.entries(everySeries.value).filter(([name]) => names.includes(name))) : everySeries.value;
});

/** What the line under the curves is, in a word or a few. */
export const guess = computed(() => {
  const task = state.task.value;
  return task?.guess ?? "";
});

export const headline = computed(() => {
  const series = Object.entries(measuredSeries.value);
  return series.find(([, one]) => one.headline) ?? series[0] ?? null;
});

export const formControls = computed(() => {
  const catalogue = state.catalogue.value;
  return catalogue === null ? [] : allControls(catalogue, state.spec.value);
});

/** What a race can vary besides: which architecture it is. */
export const raceControls = computed(() => {
  const catalogue = state.catalogue.value;
  const architecture = catalogue && architectureControl(catalogue, state.spec.value);
  const found = architecture ? [architecture, ...formControls.value] : formControls.value;
  return found.map((control) => withCalled(control, called.value));
});

export function controlAt(pointer: string): Control | undefined {
  return controlsByPointer.value.get(pointer);
}

/** What a task or an architecture is called; its own name where it is not here. */
export function entryTitle(kind: "tasks" | "architectures", name: string): string {
  return state.catalogue.value?.[kind].find((entry) => entry.name === name)?.title ?? name;
}

export function titleOf(part: (typeof PARTS)[number]): string {
  const catalogue = state.catalogue.value;
  return catalogue === null ? "" : (entryOf(catalogue, state.spec.value, part)?.title ?? "");
}

export function historyOf(id: string) {
  return state.histories.get(id) ?? emptyHistory();
}
