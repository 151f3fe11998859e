// Values of a race as somebody types them: all in one line, and nothing is left out without a word.

import { plain } from "../text/numbers";
import type { TextKey } from "../text/text";
import { readNumbers } from "../text/typed";
import type { NumberControl, Setting, SizesControl } from "./controls";
import { distinct, MOST_VALUES, sorted } from "./offers";
import { written } from "./wording";

type RemarkKey = Extract<TextKey, `race.typed.${string}`>;

export interface Entered {
  /** Null where nothing could be made of it. */
  values: Setting[] | null;
  remark: { key: RemarkKey; values: Record<string, string> } | null;
}

type Room = Pick<NumberControl, "title" | "least" | "most" | "whole">;

/** "16, 32, 64", and of sizes "8; 8, 16; 16, 32". */
export function entered(control: NumberControl | SizesControl, typed: string, present: Setting): Entered {
  return control.shape === "number" ? numbers(control, typed) : sizes(control, typed, (present as number[]).length);
}

/** As it would be typed. */
export function typedValues(values: readonly Setting[], between = values.some(Array.isArray) ? "; " : ", "): string {
  return values.map(written).join(between);
}

function numbers(control: NumberControl, typed: string): Entered {
  const { found, remark } = read(control, typed);
  if (found === null) return { values: null, remark };
  const values = distinct(found);
  return limited(values, remark);
}

/** Sizes of one layer each need no semicolons. */
function sizes(control: SizesControl, typed: string, layers: number): Entered {
  const room = control;
  const parts = typed.split(/[;；\n]/).filter((part) => part.trim() !== "");
  const reads = parts.map((part) => (NONE.test(part) ? { found: [], remark: null } : read(room, part.replace(/(?<=\d)\s*[-–×x]\s*(?=\d)/g, " "))));
  const wrong = reads.find(({ found, remark }) => found === null || remark !== null);
  if (wrong) return { values: null, remark: wrong.remark };
  const rows = reads.map(({ found }) => found ?? []);
  const single = rows.length === 1 && layers < 2 && rows[0]?.length !== 0 ? (rows[0] ?? []).map((size) => [size]) : rows;
  const unfit = single.find((row) => row.length < control.fewest || row.length > control.longest);
  if (unfit) {
    const values = { title: control.title, typed: written(unfit), least: plain(control.fewest), most: plain(control.longest) };
    return { values: null, remark: { key: "race.typed.layers", values } };
  }
  return limited(sorted(single), null);
}

/** A row of no sizes, as it is written. */
const NONE = /^\s*[-–]\s*$/;

function limited(values: Setting[], remark: Entered["remark"]): Entered {
  if (values.length === 0) return { values: null, remark };
  if (values.length <= MOST_VALUES) return { values, remark };
  return { values: values.slice(0, MOST_VALUES), remark: { key: "race.typed.many", values: { most: plain(MOST_VALUES) } } };
}

function read({ title, least, most, whole }: Room, typed: string): { found: number[] | null; remark: Entered["remark"] } {
  const readings = readNumbers(typed, { least, most, whole });
  const about = { title, typed: typed.trim() };
  if (readings.some(({ kind }) => kind === "unreadable")) return { found: null, remark: { key: "race.typed.unreadable", values: about } };
  if (readings.some(({ kind }) => kind === "ambiguous")) return { found: null, remark: { key: "race.typed.ambiguous", values: about } };
  const all = readings.flatMap((reading) => (reading.kind === "number" ? [reading.value] : []));
  const outside = all.filter((value) => value < least || value > most || (whole && !Number.isInteger(value)));
  const found = all.filter((value) => !outside.includes(value));
  if (outside.length === 0) return { found, remark: null };
  const values = { title, typed: outside.map(plain).join("; "), least: plain(least), most: plain(most) };
  return { found: found.length > 0 ? found : null, remark: { key: whole ? "race.typed.outside.whole" : "race.typed.outside", values } };
}
