// Light or dark, as the page is now. What is painted and not styled has to be painted anew when it changes.

import { computed, signal } from "@preact/signals";
import { state } from "./store";

const system = typeof matchMedia === "function" ? matchMedia("(prefers-color-scheme: dark)") : null;
const dark = signal(system?.matches ?? false);
system?.addEventListener("change", (event) => {
  dark.value = event.matches;
});

/** Paper is white whatever was chosen, and a choice that is kept for all tabs is not touched for it. */
export const onPaper = signal(false);

export function drawForPaper(on: boolean): void {
  onPaper.value = on;
}

export const ground = computed(() => (onPaper.value ? "light" : state.theme.value === "system" ? (dark.value ? "dark" : "light") : state.theme.value));
