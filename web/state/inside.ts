// What is looked at inside the networks: which runs, which view, what is asked, and of when.

import { computed, signal } from "@preact/signals";
import { isString, ofAll, persisted } from "./storage";

/** Row and column of a pixel. */
type Pixel = readonly [number, number];

const chosenPixel = signal<Pixel | null>(null);
const pointedPixel = signal<Pixel | null>(null);

export const inside = {
  /** Runs that somebody chose to look into; else `lookedInto` finds some. */
  chosen: signal<readonly string[]>([]),
  view: persisted("view", isString, ""),
  /** By task. */
  questions: persisted<Readonly<Record<string, string>>>("questions", ofAll("string"), {}, "entries"),
  /** By view, the cell of its heat maps whose examples are to be seen, as the question that asks for it. */
  cells: signal<Readonly<Record<string, string>>>({}),
  /** The epoch that is looked back to; null is now. */
  lookBack: signal<number | null>(null),
  /** The pixel of a picture that is looked at, the same in all networks; null is where each map answers most. */
  chosenPixel,
  pixel: computed(() => pointedPixel.value ?? chosenPixel.value),
  strongestFirst: signal(false),
  /** Where somebody walks in a plane of codes, as shares from the left and from the bottom, the same in all networks; null
   *  is where each picture says. */
  walk: signal<{ x: number; y: number } | null>(null),
};

export function chooseView(name: string): void {
  inside.view.value = name;
}

export function lookBackTo(epoch: number | null): void {
  inside.lookBack.value = epoch;
}

/** Chooses a run to look into, or lets it go; beyond four the one chosen first gives way. */
export function chooseRun(id: string): void {
  const { chosen } = inside;
  chosen.value = chosen.value.includes(id) ? chosen.value.filter((other) => other !== id) : [...chosen.value, id].slice(-4);
}

export function choosePixel(pixel: Pixel | null): void {
  chosenPixel.value = pixel;
}

export function pointAtPixel(pixel: Pixel | null): void {
  pointedPixel.value = pixel;
}

export function orderMaps(strongestFirst: boolean): void {
  inside.strongestFirst.value = strongestFirst;
}

export function walkTo(place: { x: number; y: number } | null): void {
  inside.walk.value = place;
}
