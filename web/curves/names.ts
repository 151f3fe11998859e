// How runs are called: by what differs, and by no more than tells them apart.

import type { Run } from "../generated/types";
import { type Control, PARTS, type Setting } from "../setup/controls";
import { SEED, specOf } from "../setup/spec";
import { calledByLesson } from "../setup/wording";
import { plain } from "../text/numbers";
import { text, within } from "../text/text";
import { dataName } from "../text/uploaded";
import { blocksName } from "./blocknames";
import { groupOf, valueOf, variedByGroup } from "./groups";

/** Letters of a row of blocks that is still a name; where one of the runs has more, names say in what they differ. */
const LONGEST = 40;

/** JSON pointers in which the runs are not all alike. */
export function differing(runs: readonly Run[]): string[] {
  const found = new Set<string>();
  for (const part of PARTS) {
    const fields = new Set(runs.flatMap((run) => Object.keys((run.spec[part] as object | undefined) ?? {})));
    for (const field of fields) {
      const at = `/${part}/${field}`;
      if (distinct(runs, at) > 1) found.add(at);
    }
  }
  return [...found];
}

function distinct(runs: readonly Run[], at: string): number {
  return new Set(runs.map((run) => JSON.stringify(valueOf(run, at)))).size;
}

/** How a setting is said in a name: a word by itself where it speaks, else with its title. */
export function said(control: Control | undefined, field: string, value: unknown): string {
  const called = calledByLesson(control, value);
  if (called !== undefined) return called;
  const title = within(control?.title ?? field);
  if (typeof value === "boolean") return text(value ? "names.on" : "names.off", { title });
  if (typeof value === "number") return `${title} ${value}`;
  if (Array.isArray(value)) return `${title} ${value.length > 0 ? value.join(", ") : "–"}`;
  if (control?.shape === "data") return dataName(String(value));
  return (control?.shape === "choice" ? control.names[String(value)] : undefined) ?? String(value);
}

/** The seed comes last. Where nothing differs a number tells runs apart. */
export function names(runs: readonly Run[], controls: Map<string, Control>, titles: Map<string, string>): Map<string, string> {
  const labels = groupLabels(runs, controls, titles);
  const seeds = seedsByGroup(runs);
  const found = new Map<string, string>();
  const taken = new Map<string, number>();
  for (const run of runs) {
    const label = `${labels.get(groupOf(run)) ?? run.id}${beginning(run)}`;
    const own = (seeds.get(groupOf(run))?.size ?? 0) > 1 ? `${label} · ${text("names.seed", { seed: String(valueOf(run, SEED)) })}` : label;
    const again = (taken.get(own) ?? 0) + 1;
    taken.set(own, again);
    found.set(run.id, again > 1 ? `${own} (${again})` : own);
  }
  return found;
}

/** Forks are told from their parents by where they began. */
function beginning({ parent, steps_per_epoch: each }: Run): string {
  if (parent === null) return "";
  if (parent.file) return ` · ${text("weights.name", { file: parent.file.replace(/\.safetensors$/, "") })}`;
  const epoch = parent.epoch ?? parent.step / Math.max(1, each);
  return ` · ${text("fork.name", { epoch: plain(Number(epoch.toFixed(1))) })}`;
}

/** A race's runs by what it varied; settings that have colours of their own always speak; more only where names would be alike. */
function groupLabels(runs: readonly Run[], controls: Map<string, Control>, titles: Map<string, string>): Map<string, string> {
  const firsts = [...new Map([...runs].reverse().map((run) => [groupOf(run), run])).values()].reverse();
  const data = (at: string) => controls.get(at)?.shape === "data";
  const pointers = differing(firsts).filter((at) => at !== SEED).sort((one, other) => Number(data(other)) - Number(data(one)));
  const varied = variedByGroup(runs);
  // Another architecture has other settings: what it does not have is no other value.
  const differs = (at: string) => distinct(firsts.filter((run) => valueOf(run, at) !== undefined), at) > 1;
  const speaks = (run: Run, at: string) => varied.get(groupOf(run))?.has(at) || ((coloured(controls.get(at)) || data(at)) && differs(at));
  const spoken = new Map(firsts.map((run) => [run, new Set(pointers.filter((at) => speaks(run, at)))]));
  const switches = switchesOf(controls);
  const speaking = (run: Run, at: string) => spoken.get(run)?.has(at) && valueOf(run, at) !== undefined && !(switches.has(at) && valueOf(run, at) === 0);
  const label = (run: Run) => {
    const parts = pointers.filter((at) => speaking(run, at));
    return parts.length > 0 ? parts.map((at) => part(run, at, controls, titles, firsts)).join(" · ") : networkTitle(run, titles);
  };
  const folded = (at: string) => controls.get(at)?.advanced ?? false;
  for (let alike = firstAlike(firsts, label, spoken, folded); alike !== null; alike = firstAlike(firsts, label, spoken, folded))
    for (const run of alike.runs) for (const at of [alike.at, ...(switches.get(alike.at) ?? [])]) spoken.get(run)?.add(at);
  return new Map(firsts.map((run) => [groupOf(run), label(run)]));
}

interface Alike {
  runs: Run[];
  /** The setting that tells most of them apart. */
  at: string;
}

function firstAlike(firsts: readonly Run[], label: (run: Run) => string, spoken: Map<Run, Set<string>>, folded: (at: string) => boolean): Alike | null {
  const byLabel = new Map<string, Run[]>();
  for (const run of firsts) byLabel.set(label(run), [...(byLabel.get(label(run)) ?? []), run]);
  for (const runs of byLabel.values()) {
    const silent = differing(runs).filter((at) => at !== SEED && runs.some((run) => !spoken.get(run)?.has(at)));
    const everywhere = silent.filter((at) => runs.every((run) => valueOf(run, at) !== undefined));
    const at = (everywhere.length > 0 ? everywhere : silent).sort((one, other) => distinct(runs, other) - distinct(runs, one) || Number(folded(one)) - Number(folded(other)) || rank(one) - rank(other))[0];
    if (at !== undefined) return { runs, at };
  }
  return null;
}

/** Numbers whose 0 is "off", with the settings that are in force only then: "epochs 20" says more than "batches 0". */
function switchesOf(controls: Map<string, Control>): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { pointer, part, when } of controls.values())
    for (const [field, allowed] of Object.entries(when)) {
      const at = `/${part}/${field}`;
      if (controls.get(at)?.shape === "number" && allowed.includes(0)) found.set(at, [...(found.get(at) ?? []), pointer]);
    }
  return found;
}

/** The network says more than how it was trained, and that more than the data. */
function rank(at: string): number {
  return ["architecture", "training", "task"].indexOf(at.split("/")[1] ?? "");
}

function coloured(control: Control | undefined): boolean {
  return control?.shape === "choice" && Object.keys(control.colours).length > 0;
}

function part(run: Run, at: string, controls: Map<string, Control>, titles: Map<string, string>, firsts: readonly Run[]): string {
  const field = at.split("/")[2] ?? "";
  if (field === "name" && calledByLesson(controls.get(at), valueOf(run, at)) === undefined) return titles.get(String(valueOf(run, at))) ?? String(valueOf(run, at));
  const control = controls.get(at);
  const value = valueOf(run, at) as Setting;
  if (control?.shape === "blocks" && calledByLesson(control, value) === undefined) {
    const known = firsts.flatMap((one) => valueOf(one, at) ?? []).map(String);
    if (known.some((one) => one.length > LONGEST)) return blocksName(String(value), String(known[0]));
  }
  return said(control, field, value);
}

function networkTitle(run: Run, titles: Map<string, string>): string {
  const name = specOf(run).architecture.name;
  return titles.get(name) ?? name;
}

function seedsByGroup(runs: readonly Run[]): Map<string, Set<unknown>> {
  const found = new Map<string, Set<unknown>>();
  for (const run of runs) {
    const seeds = found.get(groupOf(run)) ?? new Set();
    found.set(groupOf(run), seeds.add(valueOf(run, SEED)));
  }
  return found;
}

/** The name of a group: its runs' name without the seed. */
export function groupName(name: string): string {
  return name.replace(new RegExp(` · ${text("names.seed", { seed: "\\d+" })}( \\(\\d+\\))?$`), "");
}

/** Names without the words that all of them begin with: of "units 16" and "units 64" the numbers. */
export function distinguished(names: readonly string[]): (name: string) => string {
  const [first = [], ...others] = [...new Set(names)].map((name) => name.split(" "));
  let shared = 0;
  while (others.length > 0 && shared < first.length - 1 && others.every((words) => words.length > shared + 1 && words[shared] === first[shared])) shared++;
  return (name) => name.split(" ").slice(shared).join(" ");
}
