// What just happened, said for a while.

import { signal } from "@preact/signals";

export interface Toast {
  id: number;
  words: string;
  action?: { words: string; act: () => void };
  /** What it is about: of one subject only the latest is said. */
  about?: string;
}

export const toasts = signal<readonly Toast[]>([]);

const STAYS = 8_000;
const MOST = 3;
let count = 0;

/** Of the same subject only the latest is said. */
export function say(words: string, more: Pick<Toast, "action" | "about"> = {}): void {
  const toast: Toast = { id: ++count, words, ...more };
  const others = toasts.value.filter(({ about }) => about === undefined || about !== more.about);
  toasts.value = [...others.slice(1 - MOST), toast];
  setTimeout(() => hush(toast.id), STAYS);
}

export function hush(id: number): void {
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
}
