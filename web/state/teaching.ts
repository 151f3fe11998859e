// What the page knows of lessons, of what is out of sight, and of what somebody said would happen.

import { type Signal, signal } from "@preact/signals";
import type { Lesson, Predict } from "../generated/types";
import type { LessonPlace } from "../setup/lesson/address";
import type { Vary } from "../setup/spec";

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

export interface Teaching {
  place: Signal<LessonPlace | null>;
  /** The lesson of that place, once it is here. */
  lesson: Signal<Lesson | null>;
  /** Runs as old as this, or older, are not of the lesson; "" where all are shown, null while no run is known yet. */
  since: Signal<string | null>;
  trouble: Signal<string>;
  before: Signal<Before>;
  gallery: Signal<boolean>;
  building: Signal<boolean>;
  /** Pixels of the column that the lesson stands in. */
  width: Signal<number>;
  /** Settings, parts of the spec as "/training", and parts of the page that are out of sight. */
  hidden: Signal<readonly string[]>;
  /** By place: a variant's key, NONE or SKIPPED. */
  guesses: Signal<Readonly<Record<string, string>>>;
  foretold: Signal<Readonly<Record<string, Foretold>>>;
  /** Whether a race outside lessons asks first. */
  askFirst: Signal<boolean>;
  /** The race that waits for an answer. */
  asking: Signal<Vary | null>;
}

export function createTeaching(): Teaching {
  return {
    place: signal(null),
    lesson: signal(null),
    since: signal(""),
    trouble: signal(""),
    before: signal({ link: "", charts: {} }),
    gallery: signal(false),
    building: signal(false),
    width: signal(360),
    hidden: signal([]),
    guesses: signal({}),
    foretold: signal({}),
    askFirst: signal(false),
    asking: signal(null),
  };
}

/** A choice beside the variants: none of them will. */
export const NONE = "none";
/** No prediction, on purpose. */
export const SKIPPED = "skipped";

export function placeKey(place: LessonPlace): string {
  return `${place.name}${place.text.slice(0, 24)}/${place.step}`;
}
