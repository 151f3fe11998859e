// Drawings by class, before they are used: added, removed, named.

import { signal } from "@preact/signals";
import { row, text } from "../text/text";
import { keep } from "./storage";

/** A class and its drawings, each as the pad writes it. */
export interface DrawnClass {
  name: string;
  drawings: readonly string[];
}

/** Pixels on a side: as the pad that asks. */
export const SIDE = 64;
export const FEWEST = 2;
export const MOST = 6;
/** Of each class, as the server wants them. */
export const LEAST = 3;
export const LONGEST = 40;

export const classes = signal<readonly DrawnClass[]>([]);
/** What was there before something was removed. */
const before = signal<readonly DrawnClass[] | null>(null);

const isClass = (value: unknown) => {
  const { name, drawings } = value as Partial<DrawnClass>;
  return typeof name === "string" && Array.isArray(drawings) && drawings.every((one) => typeof one === "string");
};

let begun = false;

/** What was drawn on an earlier visit, or two classes without a drawing. */
export function begin(): void {
  if (begun) return;
  begun = true;
  classes.value = [1, 2].map((place) => ({ name: text("draw.class", { place }), drawings: [] }));
  keep("drawings", classes, (value) => Array.isArray(value) && value.length >= FEWEST && value.length <= MOST && value.every(isClass), "same");
}

type Drawn = readonly DrawnClass[];

/** Whether something was removed that can come back. */
export function canUndo(): boolean {
  return before.value !== null;
}

export function undo(): void {
  if (before.value) classes.value = before.value;
  before.value = null;
}

/** Classes with something more in them. */
export function setClasses(next: Drawn): void {
  classes.value = next;
}

/** Of which something was removed. */
export function setFewer(next: Drawn): void {
  before.value = classes.value;
  classes.value = next;
}

/** What was removed before does not come back any longer. */
export function addDrawing(place: number, drawing: string): void {
  before.value = null;
  classes.value = added(classes.value, place, drawing);
}

export function added(all: Drawn, place: number, drawing: string): Drawn {
  return all.map((one, at) => (at === place ? { ...one, drawings: [...one.drawings, drawing] } : one));
}

export function without(all: Drawn, place: number, drawing: number): Drawn {
  return all.map((one, at) => (at === place ? { ...one, drawings: one.drawings.filter((_, which) => which !== drawing) } : one));
}

export function named(all: Drawn, place: number, name: string): Drawn {
  return all.map((one, at) => (at === place ? { ...one, name } : one));
}

export function withClass(all: Drawn, name: string): Drawn {
  return all.length < MOST ? [...all, { name, drawings: [] }] : all;
}

export function withoutClass(all: Drawn, place: number): Drawn {
  return all.length > FEWEST ? all.filter((_, at) => at !== place) : all;
}

/** Why these cannot be used yet, in words; "" where they can. */
export function missing(all: Drawn): string {
  const folders = all.map(({ name }) => folder(name));
  if (folders.includes("") || new Set(folders).size < folders.length) return text("draw.names");
  const few = all.filter(({ drawings }) => drawings.length < LEAST);
  if (few.length === 0) return "";
  const counts = few.map(({ name, drawings }) => text("data.class", { name, count: drawings.length }));
  return text("draw.missing", { least: LEAST, missing: row(counts) });
}

/** A class's name as the name of a folder: nothing that leads elsewhere. */
export function folder(name: string): string {
  return name.replace(/[\\/:\p{C}]/gu, " ").replace(/^[.\s]+|[.\s]+$/g, "").replace(/\s+/g, " ");
}

/** What the file is called: by its classes. */
export function fileName(all: Drawn): string {
  return `${all.map(({ name }) => folder(name)).join(", ").slice(0, 80)}.zip`;
}
