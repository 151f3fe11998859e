// The table of runs as it is looked at: what is sought, unfolded, pointed at and compared.

import { signal } from "@preact/signals";
import type { Run } from "../generated/types";
import { ofAll, persisted } from "./storage";

export const table = {
  /** What somebody chose to show or hide on the charts; the rest follows `shown`. */
  visible: persisted<Readonly<Record<string, boolean>>>("visible", ofAll("boolean"), {}, "entries"),
  hovered: signal<string | null>(null),
  /** What is sought in the table of runs. */
  filter: signal(""),
  /** Groups of seeds whose runs have rows of their own. */
  unfolded: signal<ReadonlySet<string>>(new Set()),
  /** The run whose note is being written. */
  noting: signal<string | null>(null),
  /** Two runs side by side. */
  compared: signal<readonly [string, string] | null>(null),
};

export function show(run: Run, visible: boolean): void {
  table.visible.value = { ...table.visible.value, [run.id]: visible };
}

export function hover(run: string | null): void {
  table.hovered.value = run;
}

export function seek(words: string): void {
  table.filter.value = words;
}

export function unfold(key: string, open: boolean): void {
  const groups = new Set(table.unfolded.value);
  if (open) groups.add(key);
  else groups.delete(key);
  table.unfolded.value = groups;
}

/** Null ends it. */
export function writeNote(run: string | null): void {
  table.noting.value = run;
}

/** Null ends it. */
export function compare(pair: readonly [string, string] | null): void {
  table.compared.value = pair;
}
