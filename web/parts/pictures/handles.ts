// Handles of a chart as numbers: where one lies in the frame, what it is dragged to, what a key makes of it.

import { across, down, type Frame } from "./lines";
import type { Handle } from "./worded";

/** The share of the frame, from the left or from the top. Off is at the end beyond the highest value. */
export function shareOf(handle: Handle, frame: Frame, value: number): number {
  const place = placeOf(handle, value);
  return Math.max(0, Math.min(1, handle.axis === "up" ? down(frame, place) : across(frame, place)));
}

/** Where it lies on its axis: what a slider says of itself. */
export function placeOf(handle: Handle, value: number): number {
  return handle.start + handle.step * (inside(handle, value) ?? handle.highest);
}

/** The value at a share of the frame, which may lie outside; 0 is off. */
export function valueAt(handle: Handle, frame: Frame, share: number): number {
  if (handle.axis === "up") return share <= 0 ? 0 : rounded(Math.max(handle.lowest, height(frame, Math.min(1, share))));
  const beyond = handle.step < 0 ? share < 0 : share > 1;
  if (beyond) return 0;
  const value = Math.round((frame.from + share * (frame.to - frame.from) - handle.start) / handle.step);
  return Math.max(handle.lowest, Math.min(handle.highest, value));
}

/** Lines that lie there because of it: across, after every so many once more. */
export function repeats(handle: Handle, frame: Frame, value: number): number[] {
  if (handle.axis === "up" || value === 0) return [];
  const many = Math.floor(handle.highest / value);
  const shares = Array.from({ length: many }, (_, place) => across(frame, placeOf(handle, value * (place + 1))));
  return shares.slice(1).filter((share) => share > 0 && share < 1);
}

/** So many strides go through a frame whose values are no whole numbers. */
const STRIDES = 60;
const FAR = 10;
const KEYS: Record<string, number> = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: FAR, PageDown: -FAR, Home: -Infinity, End: Infinity };

/** What a key moves it to; null where the key means nothing. Right and up are towards larger places of the axis. */
export function keyed(handle: Handle, frame: Frame, value: number, key: string): number | null {
  const strides = KEYS[key];
  if (strides === undefined) return null;
  if (handle.axis === "up") return valueAt(handle, frame, Math.max(0, Math.min(1, shareOf(handle, frame, value) - strides / STRIDES)));
  const off = handle.highest + 1;
  const next = Math.max(handle.lowest, Math.min(off, (inside(handle, value) ?? off) + strides * Math.sign(handle.step)));
  return next === off ? 0 : next;
}

/** Null where it is off. */
function inside({ lowest, highest }: Handle, value: number): number | null {
  return value === 0 ? null : Math.max(lowest, Math.min(highest, value));
}

function height({ lowest, highest, log }: Frame, share: number): number {
  return log ? lowest * (highest / lowest) ** (1 - share) : lowest + (1 - share) * (highest - lowest);
}

/** To two digits: nobody drags more exactly. */
function rounded(value: number): number {
  return Number(value.toPrecision(2));
}

/** "clip=0.5&cut=3" as numbers by name. */
export function asked(question: string): Record<string, number> {
  const pairs = question.split("&").map((pair) => pair.split("="));
  return Object.fromEntries(pairs.flatMap(([name, value]) => (name && value ? [[name, Number(value)]] : [])));
}

export function asking(values: Record<string, number>): string {
  return Object.entries(values).map(([name, value]) => `${name}=${value}`).join("&");
}
