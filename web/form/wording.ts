// How the values of controls are named.

import { plain } from "../text/numbers";
import { text } from "../text/text";
import type { ChoiceControl, Setting } from "./controls";

export function optionText(control: ChoiceControl, option: string | number): string {
  return control.names[option] ?? String(option);
}

export function written(value: Setting): string {
  if (typeof value === "number") return plain(value);
  if (typeof value === "boolean") return text(value ? "switch.on" : "switch.off");
  return Array.isArray(value) ? value.join(" – ") : value;
}
