// Where the crosshair of pictures stands, by what their x is: pictures of the same x are read off together.

import { signal } from "@preact/signals";

const places = signal<Readonly<Record<string, number>>>({});

/** Where somebody put it; undefined where nobody did. */
export function crossedAt(across: string): number | undefined {
  return places.value[across];
}

export function cross(across: string, value: number): void {
  if (places.peek()[across] !== value) places.value = { ...places.peek(), [across]: value };
}

/** Other pictures, whose x is something else by the same name. */
export function uncross(): void {
  places.value = {};
}
