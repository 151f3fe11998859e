// What just happened, said for a while.

import type { Toast } from "./state";
import { state } from "./store";

const STAYS = 8_000;
const MOST = 3;
let count = 0;

/** Of the same subject only the latest is said. */
export function say(words: string, more: Pick<Toast, "action" | "about"> = {}): void {
  const toast: Toast = { id: ++count, words, ...more };
  const others = state.toasts.value.filter(({ about }) => about === undefined || about !== more.about);
  state.toasts.value = [...others.slice(1 - MOST), toast];
  setTimeout(() => hush(toast.id), STAYS);
}

export function hush(id: number): void {
  state.toasts.value = state.toasts.value.filter((toast) => toast.id !== id);
}
