// How controls and their values are named.

import { plain } from "../text/numbers";
import { schemaText, text } from "../text/text";
import type { ChoiceControl, Control, Setting } from "./controls";

function key(control: Control): string {
  return control.pointer.slice(1).replaceAll("/", ".");
}

export function titleText(control: Control): string {
  return schemaText(`${key(control)}.title`, control.title);
}

export function sentence(control: Control): string {
  return schemaText(`${key(control)}.text`, control.text);
}

export function optionText(control: ChoiceControl, option: string | number): string {
  return schemaText(`${key(control)}.options.${option}`, control.names[option] ?? String(option));
}

export function written(value: Setting): string {
  if (typeof value === "number") return plain(value);
  if (typeof value === "boolean") return text(value ? "switch.on" : "switch.off");
  return Array.isArray(value) ? value.join(" – ") : value;
}
