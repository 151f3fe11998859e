// A laboratory with its settings, and its link: #laboratory/activations&layers=10

import type { Catalogue, Entry } from "../generated/types";
import { anyCase, arrivedLink, unescaped, unpunctuated } from "./arrived";
import { type Control, controls, type Part, type Setting } from "./controls";
import { LESSON_PARTS } from "./lesson/address";
import { split, valuesOf, written } from "./link";

export interface LaboratoryPlace {
  name: string;
  settings: Readonly<Record<string, Setting>>;
}

const WORD = "laboratory";
/** Where its controls belong: a laboratory stands outside any spec, and whoever shows these asks for no part of one. */
const OUTSIDE = WORD as Part;

export function laboratoryControls(entry: Entry): Control[] {
  return controls(entry.settings, OUTSIDE);
}

/** By its name, or by one that it had in earlier versions. */
export function laboratoryOf(catalogue: Catalogue | null, name: string): Entry | null {
  return catalogue?.laboratories.find((entry) => [entry.name, ...entry.former].includes(name)) ?? null;
}

export function plainLaboratory(entry: Entry): LaboratoryPlace {
  return { name: entry.name, settings: Object.fromEntries(laboratoryControls(entry).map((control) => [control.field, control.initial])) };
}

export function writeLaboratory(catalogue: Catalogue, { name, settings }: LaboratoryPlace): string {
  const entry = laboratoryOf(catalogue, name);
  const parts = [`#${WORD}/${encodeURIComponent(name)}`];
  for (const { field, initial } of entry ? laboratoryControls(entry) : []) {
    const value = settings[field];
    if (value !== undefined && JSON.stringify(value) !== JSON.stringify(initial)) parts.push(`${field}=${written(value)}`);
  }
  return parts.join("&");
}

export interface ReadLaboratory {
  /** Null where there is no laboratory of this name. */
  place: LaboratoryPlace | null;
  /** Parts of the link that are not known here or cannot be; of a laboratory that is not here, its name. */
  unknown: string[];
}

/** Null where the link is none to a laboratory. */
export function readLaboratory(catalogue: Catalogue, link: string): ReadLaboratory | null {
  const [names = "", ...parts] = arrivedLink(link).split("&");
  const [word = "", wanted = ""] = unpunctuated(names).split("/").map(unescaped);
  if (word.toLowerCase() !== WORD || wanted === "") return null;
  const entry = laboratoryOf(catalogue, anyCase(catalogue.laboratories.flatMap(({ name, former }) => [name, ...former]), wanted) ?? "");
  if (entry === null) return { place: null, unknown: [wanted] };
  const settings = { ...plainLaboratory(entry).settings };
  const unknown: string[] = [];
  for (const part of parts) {
    const [name, text] = split(part);
    const control = laboratoryControls(entry).find(({ field }) => field === name.toLowerCase());
    const [value] = (control && valuesOf(control, text, "\n")) ?? [];
    if (control && value !== undefined) settings[control.field] = value;
    else if (!(LESSON_PARTS as readonly string[]).includes(name)) unknown.push(unescaped(part));
  }
  return { place: { name: entry.name, settings }, unknown };
}

/** Where a setting is explained: laboratories that name it, by itself or of the entry of its part that is called `name`. */
export function explaining(catalogue: Catalogue | null, { part, field }: Pick<Control, "part" | "field">, name: string, value: Setting): LaboratoryPlace[] {
  return (catalogue?.laboratories ?? []).flatMap((entry) => {
    const takes = entry.explains[`${part}/${name}/${field}`] ?? entry.explains[`${part}/${field}`];
    if (takes === undefined) return [];
    const place = plainLaboratory(entry);
    const own = laboratoryControls(entry).find((control) => control.field === takes);
    const [taken] = (own && valuesOf(own, written(value), "\n")) ?? [];
    return [taken === undefined ? place : { ...place, settings: { ...place.settings, [takes]: taken } }];
  });
}
