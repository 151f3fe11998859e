// What is chosen of a table: the column, how its numbers are read, and in which order its rows go.

import type { OwnData } from "../../../generated/types";
import type { ChoiceControl, Control, Part, Setting } from "../../../setup/controls";
import { valueAt } from "../../../setup/spec";
import { optionText } from "../../../setup/wording";
import { set } from "../../../state/actions";
import { formControls, state } from "../../../state/store";
import { plain } from "../../../text/numbers";
import { listed, text } from "../../../text/text";

export type Table = OwnData["tables"][number];
export type Column = Table["columns"][number];
export type Way = Column["ways"][number];

/** The control that picks "column", "label", "numbers" or "order" of the data of a part. */
export function picker(part: Part, picks: string): Control | undefined {
  return formControls.value.find((control) => control.part === part && control.picks === picks);
}

export function picked(part: Part, picks: string): Setting | undefined {
  const control = picker(part, picks);
  return control && (valueAt(state.spec.value, control.pointer) ?? control.initial);
}

/** Other data: what was picked of those before means nothing any more. */
export function pickAnew(part: Part): void {
  for (const control of formControls.value) if (control.part === part && control.picks !== "") set(control.pointer, control.initial);
}

/** The table as an answer cuts it; the first is the one of nothing answered. */
export function tableBy(own: OwnData, answer: Setting | undefined): Table | undefined {
  return own.tables.find(({ answers }) => answers.some((one) => one === answer)) ?? own.tables[0];
}

export function columnOf(table: Table, column: Setting | undefined): Column | undefined {
  return table.columns[(Number(column) || table.first) - 1];
}

/** How a column is read; undefined as long as that is asked. */
export function wayOf(column: Column, answer: Setting | undefined): Way | undefined {
  return column.ways.length > 1 ? column.ways.find((way) => way.answer === answer) : column.ways[0];
}

export interface Answer {
  value: string;
  title: string;
  /** What it gives for a few cells. */
  preview: string;
}

/** What only a person knows, and the answers that there are; none where nothing is asked. */
export function question(own: OwnData, column: Column | undefined, control: Control | undefined): { words: string; answers: Answer[] } | null {
  if (control?.shape !== "choice") return null;
  if (own.tables.length > 1) return { words: text("table.asked.cells"), answers: own.tables.flatMap((table) => ofTable(table, control)) };
  if (column === undefined || column.ways.length < 2) return null;
  return { words: text("table.asked", { name: column.name }), answers: column.ways.map((way) => ofWay(way, control)) };
}

function ofTable(table: Table, control: ChoiceControl): Answer[] {
  if (table.columns.length === 1 && table.columns[0]) return table.columns[0].ways.map((way) => ofWay(way, control));
  const value = table.answers[0] ?? "";
  return [{ value, title: optionText(control, value), preview: (table.head[0] ?? []).join(" | ") }];
}

function ofWay(way: Way, control: ChoiceControl): Answer {
  return { value: way.answer, title: optionText(control, way.answer), preview: samples(way) };
}

export function samples(way: Way): string {
  return listed(way.samples.map(({ cell, number }) => text("table.sample", { cell, number: plain(number) })));
}

/** Whether a cell is written otherwise than its number. */
export function isRead(way: Way): boolean {
  return way.samples.some(({ cell, number }) => cell !== "" && Number(cell) !== number);
}

/** Columns in the order in which they are offered: those that only count, or are always the same, come last. */
export function offered(table: Table): { value: number; title: string }[] {
  const all = table.columns.map(({ name, kind }, place) => ({ value: place + 1, title: kind === "number" ? name : text(`table.${kind}`, { name }), last: kind !== "number" }));
  return all.sort((one, other) => Number(one.last) - Number(other.last));
}
