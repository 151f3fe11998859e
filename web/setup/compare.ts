// What two runs have in common and what not, as lines of words. Pure.

import type { Run } from "../generated/types";
import { dataName } from "../text/uploaded";
import { applies, type Control } from "./controls";
import { specOf } from "./spec";
import { optionText, written } from "./wording";

/** What is said of both runs. */
export interface Line {
  title: string;
  one: string;
  other: string;
  /** Where measured numbers are from, in words; "" for what was not measured. */
  from?: readonly [string, string];
}
export interface SettingLine extends Line {
  differs: boolean;
}
export interface Part {
  title: string;
  lines: readonly Line[];
}

/** What a run does not have, or what has no effect in it. */
const NOTHING = "–";

/** A setting, and what it is in each of several runs. */
export interface SettingRow {
  title: string;
  values: readonly string[];
}

/** Every setting that has an effect in any of the runs, in the order of the form. */
export function settingRows(runs: readonly Run[], controlsOf: (run: Run) => readonly Control[]): SettingRow[] {
  const own = runs.map((run) => new Map(controlsOf(run).map((control) => [control.pointer, control])));
  return [...new Map(own.flatMap((controls) => [...controls]))].flatMap(([pointer, { title }]) => {
    const values = runs.map((run, place) => valueIn(run, own[place]?.get(pointer)));
    return values.every((value) => value === NOTHING) ? [] : [{ title, values }];
  });
}

export function settingLines(one: Run, other: Run, controlsOf: (run: Run) => readonly Control[]): SettingLine[] {
  return settingRows([one, other], controlsOf).map(({ title, values: [first = NOTHING, second = NOTHING] }) => ({
    title,
    one: first,
    other: second,
    differs: first !== second,
  }));
}

function valueIn(run: Run, control: Control | undefined): string {
  if (control === undefined) return NOTHING;
  const values = specOf(run)[control.part];
  const value = values[control.field];
  if (value === undefined || !applies(control, values)) return NOTHING;
  if (control.shape === "data") return dataName(String(value));
  return control.shape === "choice" ? optionText(control, value as string | number) : written(value);
}

/** A table for a report. */
export function markdown(names: readonly [string, string], parts: readonly Part[]): string {
  const row = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", " ")).join(" | ")} |`;
  const body = parts.flatMap(({ title, lines }) =>
    lines.length === 0 ? [] : [row([`**${title}**`, "", ""]), ...lines.map((line) => row([line.title, line.one, line.other]))],
  );
  return [row(["", ...names]), row(["---", "---", "---"]), ...body, ""].join("\n");
}
