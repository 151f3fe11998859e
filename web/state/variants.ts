// What the variants of a race are called.

import { said } from "../curves/names";
import type { Setting } from "../setup/controls";
import { within } from "../text/text";
import { controlAt } from "./store";

/** By the settings in which a variant differs from the others. */
export function variantName(values: Readonly<Record<string, unknown>>): string {
  return Object.entries(values)
    .map(([pointer, value]) => called(pointer, value as Setting))
    .join(" · ");
}

/** A value that is called "none" would read as if nothing were meant. */
function called(pointer: string, value: Setting): string {
  const control = controlAt(pointer);
  const words = said(control, pointer.split("/")[2] ?? "", value);
  return value === "none" && control ? `${within(control.title)} ${words}` : words;
}
