// Files of curves that other programs wrote: tables with commas, semicolons or tabs, long or wide, and event files of
// TensorBoard. Whatever is no curve is passed over.

import type { Axis } from "./axis";
import { eventPoints, type Row } from "./eventfile";
import type { Ghost } from "./ghosts";
import type { Value } from "./history";

/** What a column of the place is called elsewhere. */
const PLACES: Readonly<Record<string, Axis>> = { step: "step", steps: "step", iteration: "step", iter: "step", global_step: "step", batch: "step", epoch: "epoch", epochs: "epoch", seconds: "seconds", time: "seconds" };
const NAMES = ["series", "tag", "metric", "key"];

export function ghostsOf(file: string, content: Uint8Array, known: readonly string[]): Ghost[] {
  const rows = file.includes("tfevents") ? eventPoints(content) : tableRows(stem(file), new TextDecoder().decode(content));
  const curves = new Map<string, Row[]>();
  for (const row of rows) {
    const own = curves.get(row.name);
    if (own) own.push(row);
    else curves.set(row.name, [row]);
  }
  return [...curves].flatMap(([name, own]) => ghost(stem(file), name, own, known));
}

function stem(file: string): string {
  return file.replace(/\.[a-z]+$/i, "");
}

/** "val_loss", "validation/loss", "epoch_accuracy" and "run Loss" are of the series whose name they end in. */
export function seriesOf(name: string, known: readonly string[]): string | null {
  const words = name.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, " ").trim();
  const fits = known.filter((one) => words === one.toLowerCase() || words.endsWith(` ${one.toLowerCase()}`));
  return fits.sort((one, other) => other.length - one.length)[0] ?? null;
}

function ghost(file: string, name: string, rows: readonly Row[], known: readonly string[]): Ghost[] {
  const series = seriesOf(name, known);
  if (series === null || rows.length < 2) return [];
  const split = /\b(train|training|batch)\b/i.test(name.replaceAll(/[_/]/g, " ")) ? "train" : "validation";
  const axes = (Object.keys(rows[0]?.at ?? {}) as Axis[]).filter((axis) => rows.every(({ at }) => Number.isFinite(at[axis])));
  const main = axes.includes("step") ? "step" : axes[0];
  if (main === undefined) return [];
  const sorted = [...rows].sort((one, other) => (one.at[main] as number) - (other.at[main] as number));
  const at = Object.fromEntries(axes.map((axis) => [axis, sorted.map((row) => row.at[axis] as number)]));
  return [{ name: name === file ? file : `${file}: ${name}`, split, series, at, ys: sorted.map(({ value }) => value) }];
}

export function tableRows(file: string, words: string): Row[] {
  const lines = words.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/).filter((line) => line.trim() !== "");
  const sign = [";", "\t", ","].find((one) => (lines[0] ?? "").includes(one)) ?? ",";
  const [head = [], ...body] = lines.map((line) => fields(line, sign));
  const names = head.map((one) => one.trim());
  const places = names.map((one) => PLACES[one.toLowerCase()]);
  const named = names.findIndex((one) => NAMES.includes(one.toLowerCase()));
  const valued = names.findIndex((one) => one.toLowerCase() === "value");
  const run = names.findIndex((one) => one.toLowerCase() === "run");
  return body.flatMap((line) => {
    const at: Row["at"] = {};
    places.forEach((axis, column) => {
      if (axis !== undefined && line[column]?.trim()) at[axis] = figure(line[column] as string, sign);
    });
    const row = (name: string, value: string): Row => ({ name, at, value: finite(figure(value, sign)) });
    if (valued >= 0) {
      const name = [run >= 0 ? line[run] : "", named >= 0 ? line[named] : file].filter(Boolean).join(" ");
      return [row(name, line[valued] ?? "")];
    }
    return names.flatMap((name, column) => {
      const value = (line[column] ?? "").trim();
      const number = value !== "" && (/^nan$/i.test(value) || Number.isFinite(figure(value, sign)));
      return places[column] === undefined && number ? [row(name, value)] : [];
    });
  });
}

/** Where semicolons part them, numbers may have a comma for their point. */
function figure(words: string, sign: string): number {
  const plain = words.trim();
  return plain === "" ? Number.NaN : Number(sign === ";" ? plain.replace(",", ".") : plain);
}

function finite(value: number): Value {
  return Number.isFinite(value) ? value : null;
}

/** A line in its parts, of which quotes may hold the sign. */
function fields(line: string, sign: string): string[] {
  const found: string[] = [""];
  let quoted = false;
  for (let place = 0; place < line.length; place++) {
    const letter = line[place] as string;
    if (letter === '"' && quoted && line[place + 1] === '"') found[found.length - 1] += line[++place] as string;
    else if (letter === '"') quoted = !quoted;
    else if (letter === sign && !quoted) found.push("");
    else found[found.length - 1] += letter;
  }
  return found;
}
