// What the page knows of lessons, of what is out of sight, and of what somebody said would happen.

import { signal } from "@preact/signals";
import type { Lesson, Predict } from "../generated/types";
import type { LessonPlace } from "../setup/lesson/address";
import type { Vary } from "../setup/spec";
import { isBoolean, isString, ofAll, persisted } from "./storage";

/** What somebody said before a race; kept by the race's id. */
export interface Foretold {
  predict: Predict;
  /** The key of a variant, or NONE. */
  choice: string;
  /** The step of the lesson that asked; "" outside lessons. */
  place: string;
}

/** What is given back when the lesson is closed. */
export interface Before {
  /** The setup as a link; "" for that of a first visit. */
  link: string;
  charts: Readonly<Record<string, boolean>>;
}

const isWidth = (value: unknown) => typeof value === "number" && value > 0;
const isBefore = (value: unknown) => {
  const { link, charts } = value as Partial<Before>;
  return typeof link === "string" && typeof charts === "object" && ofAll("boolean")(charts);
};

export const teaching = {
  place: signal<LessonPlace | null>(null),
  /** The lesson of that place, once it is here. */
  lesson: signal<Lesson | null>(null),
  /** Runs as old as this, or older, are not of the lesson; "" where all are shown, null while no run is known yet. */
  since: persisted<string | null>("since", isString, ""),
  trouble: signal(""),
  before: persisted<Before>("before", isBefore, { link: "", charts: {} }),
  building: signal(false),
  /** Pixels of the column that the lesson stands in. */
  width: persisted("lesson-width", isWidth, 360),
  /** Settings, parts of the spec as "/training", and parts of the page that are out of sight. */
  hidden: signal<readonly string[]>([]),
  /** By place: a variant's key, NONE or SKIPPED. */
  guesses: signal<Readonly<Record<string, string>>>({}),
  foretold: persisted<Readonly<Record<string, Foretold>>>("foretold", ofAll("object"), {}, "entries"),
  /** Whether a race outside lessons asks first. */
  askFirst: persisted("ask-first", isBoolean, false),
  /** The race that waits for an answer. */
  asking: signal<Vary | null>(null),
};

/** A choice beside the variants: none of them will. */
export const NONE = "none";
/** No prediction, on purpose. */
export const SKIPPED = "skipped";

export function placeKey(place: LessonPlace): string {
  return `${place.name}${place.text.slice(0, 24)}/${place.step}`;
}

/** Out of sight with all that lies below it, or back again. */
export function hide(name: string, on: boolean): void {
  const others = teaching.hidden.value.filter((one) => one !== name && !one.startsWith(`${name}/`));
  teaching.hidden.value = on ? [...others, name] : others;
}

export function hideNothing(): void {
  teaching.hidden.value = [];
}

export function setWidth(pixels: number): void {
  teaching.width.value = pixels;
}

export function setAskFirst(on: boolean): void {
  teaching.askFirst.value = on;
}

/** The race that waited for an answer is not started. */
export function stopAsking(): void {
  teaching.asking.value = null;
}

/** What was foretold of a race is not shown any longer. */
export function forgetForetold(race: string): void {
  const { [race]: _, ...others } = teaching.foretold.value;
  teaching.foretold.value = others;
}
