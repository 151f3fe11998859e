// What this browser remembers between visits. A browser that forbids storage still gets a page.

import { effect, type Signal } from "@preact/signals";
import { AXES } from "../curves/axes";
import { STRENGTHS } from "../curves/smoothing";
import { BANDS } from "../form/sight";
import { LANGUAGES } from "../text/languages";
import { state } from "./here";
import type { Before } from "./teaching";

const PREFIX = "schoolyard.";

export function keep<Value>(name: string, kept: Signal<Value>, allows: (value: unknown) => boolean): void {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(PREFIX + name) ?? "null");
    if (stored !== null && allows(stored)) kept.value = stored as Value;
  } catch {
    // Nothing usable was kept.
  }
  effect(() => {
    const value = JSON.stringify(kept.value);
    try {
      localStorage.setItem(PREFIX + name, value);
    } catch {
      // Full or forbidden: the page works all the same.
    }
  });
}

const oneOf = (...words: string[]) => (value: unknown) => typeof value === "string" && words.includes(value);
const ofAll = (type: string) => (value: unknown) =>
  typeof value === "object" && !Array.isArray(value) && Object.values(value as object).every((one) => typeof one === type);

const isBefore = (value: unknown) => {
  const { link, charts } = value as Partial<Before>;
  return typeof link === "string" && typeof charts === "object" && ofAll("boolean")(charts);
};

export function keepAll(): void {
  keep("language", state.language, oneOf("browser", ...LANGUAGES));
  keep("theme", state.theme, oneOf("system", "light", "dark"));
  keep("large", state.large, (value) => typeof value === "boolean");
  keep("axis", state.axis, oneOf(...AXES));
  keep("logarithmic", state.logarithmic, (value) => typeof value === "boolean");
  keep("smoothing", state.smoothing, (value) => (STRENGTHS as readonly unknown[]).includes(value));
  keep("band", state.band, oneOf(...BANDS));
  keep("charts", state.charts, ofAll("boolean"));
  keep("visible", state.visible, ofAll("boolean"));
  keep("questions", state.questions, ofAll("string"));
  keep("since", state.teaching.since, (value) => typeof value === "string");
  keep("before", state.teaching.before, isBefore);
  keep("lesson-width", state.teaching.width, (value) => typeof value === "number" && value > 0);
  keep("ask-first", state.teaching.askFirst, (value) => typeof value === "boolean");
  keep("foretold", state.teaching.foretold, ofAll("object"));
  keep("view", state.view, (value) => typeof value === "string");
}
