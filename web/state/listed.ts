// The table of runs: its order, what is sought in it, and what a person does to its rows.

import { computed, signal } from "@preact/signals";
import type { Run } from "../generated/types";
import { http } from "../http/http";
import { applies, type Control, type Setting } from "../setup/controls";
import { allControls, specOf } from "../setup/spec";
import { optionText } from "../setup/wording";
import { worded } from "../text/sentences";
import { text } from "../text/text";
import { attempt } from "./actions";
import { type Findable, matches } from "./filter";
import { chooseRun } from "./inside";
import { behind, folded, ordered, passing, queue, waits } from "./order";
import { nameOf, paintOf, runs, state } from "./store";

/** Fewer rows are seen at a glance. */
const FEWEST_FILTERED = 6;

export const rows = computed(() => ordered(runs.value));
export const filterable = computed(() => rows.value.length >= FEWEST_FILTERED);

/** The rows that are sought. */
export const found = computed(() => {
  const query = filterable.value ? state.filter.value : "";
  return query.trim() === "" ? rows.value : rows.value.filter((run) => matches(findable(run), query));
});

export const entries = computed(() => folded(found.value, groupOf, state.unfolded.value));

function groupOf(run: Run): string {
  return paintOf.value.get(run.id)?.group ?? run.id;
}

/** What settings are found by, made once for each run as long as the language stays. */
const known = computed(() => {
  state.catalogue.value;
  return new WeakMap<object, Findable["settings"]>();
});

function findable(run: Run): Findable {
  const network = state.catalogue.value?.architectures.find(({ name }) => name === specOf(run).architecture.name)?.title ?? "";
  const standing = `${text(`runs.is.${run.state}`)} ${worded(run.reason)} ${run.pinned ? text("runs.is.pinned") : ""}`;
  return { texts: [nameOf(run.id), network, standing, run.note], settings: settingsOf(run) };
}

function settingsOf(run: Run): Findable["settings"] {
  const before = known.value.get(run.spec);
  const catalogue = state.catalogue.value;
  if (before !== undefined || catalogue === null) return before ?? [];
  const spec = specOf(run);
  const controls = allControls(catalogue, spec).filter((control) => applies(control, spec[control.part]));
  const settings = controls.map((control) => {
    const value = spec[control.part][control.field];
    return { title: control.title, value, said: words(control, value) };
  });
  known.value.set(run.spec, settings);
  return settings;
}

/** What a setting is found by beside its number: its name, and what was chosen. */
function words(control: Control, value: Setting | undefined): string {
  const title = control.title;
  if (control.shape === "switch") return value === true ? title : "";
  return control.shape === "choice" ? `${title} ${optionText(control, String(value))} ${String(value)}` : `${title} ${control.shape === "text" ? String(value) : ""}`;
}

/** The run in a row that is seen; a group speaks through its first. */
export function chooseNumber(place: number): void {
  const entry = entries.value[place - 1];
  const run = entry?.kind === "group" ? entry.runs[0] : entry?.run;
  if (run !== undefined) chooseRun(run.id);
}

/** The two runs that are looked into, where somebody chose just two. */
export const chosenPair = computed(() => {
  const ids = state.chosen.value.filter((id) => runs.value.some((run) => run.id === id));
  return ids.length === 2 ? (ids as [string, string]) : null;
});

/** With the other run that is looked into, or the next one in the table. */
export function compareWith(run: Run): void {
  const list = rows.value.map(({ id }) => id);
  const chosen = state.chosen.value.find((id) => id !== run.id && list.includes(id));
  const at = list.indexOf(run.id);
  const other = chosen ?? list[at + 1] ?? list[at - 1];
  if (other !== undefined) state.compared.value = [run.id, other];
}

export function pin(run: Run): void {
  void attempt(async () => void (await http.remark(run.id, { pinned: !run.pinned })));
}

export function note(run: Run, words: string): void {
  state.noting.value = null;
  if (words !== run.note) void attempt(async () => void (await http.remark(run.id, { note: words })));
}

const moved = signal<{ id: string; from: number | null } | null>(null);

/** What was moved and where to, once the server says so, for those who do not see it. */
export const movedWords = computed(() => {
  const run = state.runs.value.get(moved.value?.id ?? "");
  if (run === undefined || run.place === null || run.place === moved.value?.from) return "";
  return text("runs.queue.moved", { name: nameOf(run.id), place: run.place });
});

/** Past the next waiting row that is seen. */
export function moveBy(run: Run, later: boolean): void {
  const before = passing(everyone(), found.value, run, later);
  if (before !== undefined) void moveBefore(run, before?.id ?? null);
}

/** To where another waiting row is: before it, or behind it. */
export function moveTo(run: Run, to: Run, later: boolean): void {
  if (run.id !== to.id && waits(to)) void moveBefore(run, later ? (behind(everyone(), to, run)?.id ?? null) : to.id);
}

async function moveBefore(run: Run, before: string | null): Promise<void> {
  moved.value = { id: run.id, from: run.place };
  await attempt(async () => void (await http.move(run.id, before)));
}

/** Runs of other tasks wait in the same line. */
function everyone(): Run[] {
  return queue([...state.runs.value.values()].filter(({ deleted }) => !deleted));
}
