// Routing by agreement as the layer does it: b is the sum of the agreements so far, c its softmax over the classes.

import { part, unpacked } from "./arrays";
import type { Routing } from "./worded";

export interface Film {
  iterations: number;
  capsules: number;
  classes: number;
  /** By the number of iterations done, from none to all: b and c of every capsule with every class. */
  logits: Float32Array[];
  couplings: Float32Array[];
  /** The largest coupling that there is. */
  most: number;
}

export function filmOf(picture: Pick<Routing, "agreements">): Film {
  const agreements = unpacked(picture.agreements);
  const [iterations = 0, capsules = 0, classes = 0] = agreements.shape;
  const logits = [new Float32Array(capsules * classes)];
  for (let done = 0; done < iterations; done++) {
    const [before, added] = [logits[done] as Float32Array, part(agreements, done)];
    logits.push(before.map((one, place) => one + (added[place] ?? 0)));
  }
  const couplings = logits.map((one) => softmax(one, classes));
  const most = couplings.reduce((found, one) => one.reduce((more, c) => Math.max(more, c), found), 0);
  return { iterations, capsules, classes, logits, couplings, most };
}

/** Of rows of so many values each. */
export function softmax(values: Float32Array, each: number): Float32Array {
  const found = new Float32Array(values.length);
  for (let from = 0; from < values.length; from += each) {
    const row = values.subarray(from, from + each);
    const most = Math.max(...row);
    const raised = row.map((one) => Math.exp(one - most));
    const sum = raised.reduce((all, one) => all + one, 0);
    found.set(raised.map((one) => one / sum), from);
  }
  return found;
}

/** How much of all capsules one class gets. */
export function sumOf(couplings: Float32Array, classes: number, label: number): number {
  let sum = 0;
  for (let place = label; place < couplings.length; place += classes) sum += couplings[place] ?? 0;
  return sum;
}

export interface Sheet {
  values: Float32Array;
  height: number;
  width: number;
  /** Where each capsule lies in it. */
  places: number[];
}

/** The couplings of all capsules with one class, map beside map with a gap between, about as wide as high. */
export function sheetOf(couplings: Float32Array, classes: number, label: number, [maps, down, across]: readonly [number, number, number]): Sheet {
  const columns = Math.ceil(Math.sqrt(maps));
  const rows = Math.ceil(maps / columns);
  const [height, width] = [rows * (down + 1) - 1, columns * (across + 1) - 1];
  const values = new Float32Array(height * width);
  const places = Array.from({ length: maps * down * across }, (_, capsule) => {
    const [map, row, column] = spotOf(capsule, down, across);
    return (Math.floor(map / columns) * (down + 1) + row) * width + (map % columns) * (across + 1) + column;
  });
  places.forEach((place, capsule) => {
    values[place] = couplings[capsule * classes + label] ?? 0;
  });
  return { values, height, width, places };
}

/** Map, row and column of a capsule. */
export function spotOf(capsule: number, down: number, across: number): [number, number, number] {
  return [Math.floor(capsule / (down * across)), Math.floor(capsule / across) % down, capsule % across];
}

export interface Arrow {
  /** How far the vote goes along v, and aside from it. */
  along: number;
  aside: number;
  /** Between the two, in degrees. */
  angle: number;
}

/** A vote beside the capsule of its class, in the plane of the two: from their product and their lengths. */
export function arrowOf(agreement: number, vote: number, length: number): Arrow {
  const along = Math.max(-vote, Math.min(vote, agreement / Math.max(length, 1e-9)));
  const aside = Math.sqrt(Math.max(0, vote * vote - along * along));
  return { along, aside, angle: (Math.atan2(aside, along) * 180) / Math.PI };
}

/** The capsule that a key leads to; null where it means nothing here. */
export function keyed(capsule: number, key: string, [maps, down, across]: readonly [number, number, number]): number | null {
  const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -across, ArrowDown: across, PageUp: -down * across, PageDown: down * across };
  const step = steps[key];
  if (step === undefined) return null;
  return Math.max(0, Math.min(maps * down * across - 1, capsule + step));
}
