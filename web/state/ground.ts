// Light or dark, as the page is now. What is painted and not styled has to be painted anew when it changes.

import { computed, signal } from "@preact/signals";
import { state } from "./here";

const system = typeof matchMedia === "function" ? matchMedia("(prefers-color-scheme: dark)") : null;
const dark = signal(system?.matches ?? false);
system?.addEventListener("change", (event) => {
  dark.value = event.matches;
});

export const ground = computed(() => (state.theme.value === "system" ? (dark.value ? "dark" : "light") : state.theme.value));
