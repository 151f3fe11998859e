// What this browser remembers between visits. A browser that forbids storage still gets a page.

import { AXES, BANDS } from "../curves/axis";
import { STRENGTHS } from "../curves/smoothing";
import { LANGUAGES } from "../text/languages";
import { keep } from "./storage";
import { state } from "./store";
import type { Before } from "./teaching";

const oneOf = (...words: string[]) => (value: unknown) => typeof value === "string" && words.includes(value);
const ofAll = (type: string) => (value: unknown) =>
  typeof value === "object" && !Array.isArray(value) && Object.values(value as object).every((one) => typeof one === type);

const isBefore = (value: unknown) => {
  const { link, charts } = value as Partial<Before>;
  return typeof link === "string" && typeof charts === "object" && ofAll("boolean")(charts);
};

export function keepAll(): void {
  keep("language", state.language, oneOf("browser", ...LANGUAGES), "same");
  keep("theme", state.theme, oneOf("system", "light", "dark"), "same");
  keep("large", state.large, (value) => typeof value === "boolean");
  keep("axis", state.axis, oneOf(...AXES));
  keep("logarithmic", state.logarithmic, (value) => typeof value === "boolean");
  keep("smoothing", state.smoothing, (value) => (STRENGTHS as readonly unknown[]).includes(value));
  keep("band", state.band, oneOf(...BANDS));
  keep("charts", state.charts, ofAll("boolean"), "entries");
  keep("visible", state.visible, ofAll("boolean"), "entries");
  keep("questions", state.questions, ofAll("string"), "entries");
  keep("since", state.teaching.since, (value) => typeof value === "string");
  keep("before", state.teaching.before, isBefore);
  keep("lesson-width", state.teaching.width, (value) => typeof value === "number" && value > 0);
  keep("ask-first", state.teaching.askFirst, (value) => typeof value === "boolean");
  keep("foretold", state.teaching.foretold, ofAll("object"), "entries");
  keep("view", state.view, (value) => typeof value === "string");
}
