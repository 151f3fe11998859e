// How the values of controls are named.

import { plain } from "../text/numbers";
import { text } from "../text/text";
import { dataName } from "../text/uploaded";
import type { ChoiceControl, Control, Setting } from "./controls";

export function optionText(control: ChoiceControl, option: string | number): string {
  return control.names[option] ?? String(option);
}

/** As the lesson that is open calls a value; undefined where it says nothing of that. */
export function calledByLesson(control: Control | undefined, value: unknown): string | undefined {
  return control?.called?.[JSON.stringify(value)];
}

export function optionName(control: Control | undefined, value: Setting): string {
  const called = calledByLesson(control, value);
  if (called !== undefined) return called;
  if (control?.shape === "data") return dataName(String(value));
  if (control?.shape === "choices" && Array.isArray(value)) return value.map((one) => control.names[one] ?? one).join(", ") || "–";
  return control?.shape === "choice" && !Array.isArray(value) && typeof value !== "boolean"
    ? optionText(control, value)
    : written(value);
}

export function written(value: Setting): string {
  if (typeof value === "number") return plain(value);
  if (typeof value === "boolean") return text(value ? "switch.on" : "switch.off");
  return Array.isArray(value) ? value.join(", ") || "–" : value;
}
