// What people uploaded, by name: a hash says nothing to anybody.

import { signal } from "@preact/signals";
import { text } from "./text";

/** By SHA-256; state/uploads fills it. */
export const titles = signal<ReadonlyMap<string, string>>(new Map());

export function dataName(data: string): string {
  return data === "" ? text("data.example") : (titles.value.get(data) ?? data.slice(0, 8));
}
