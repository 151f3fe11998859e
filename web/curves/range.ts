// The arithmetic of looking closer: windows on the x axis.

import type { Window } from "./thin";

/** Nobody wants to look closer than at a hundred thousandth. */
const CLOSEST = 1e-5;

/** `factor` below 1 looks closer; what lies at `at` stays where it is. Null is the whole again. */
export function zoomed(window: Window, whole: number, factor: number, at: number): Window | null {
  const width = Math.max(whole * CLOSEST, (window.to - window.from) * factor);
  const part = (at - window.from) / (window.to - window.from);
  return held({ from: at - part * width, to: at + (1 - part) * width }, whole);
}

/** `by` is in units of the axis. */
export function panned(window: Window, whole: number, by: number): Window | null {
  return held({ from: window.from + by, to: window.to + by }, whole);
}

/** Between two places, whichever comes first; null where they are all of it, or too near. */
export function between(one: number, other: number, whole: number): Window | null {
  const from = Math.max(0, Math.min(one, other));
  const to = Math.min(whole, Math.max(one, other));
  return to - from < whole * CLOSEST ? null : held({ from, to }, whole);
}

/** Inside the whole; null where it is all of it. */
export function held({ from, to }: Window, whole: number): Window | null {
  const width = to - from;
  if (!(width < whole * (1 - 1e-9))) return null;
  const left = Math.min(Math.max(0, from), whole - width);
  return { from: left, to: left + width };
}

/** A window that goes with the newest point, with a little room before it. */
export function following(window: Window, newest: number): Window {
  const width = window.to - window.from;
  const to = Math.max(width, newest + width * 0.05);
  return { from: to - width, to };
}

/** The same part of a run on another axis: places are carried over in proportion to the whole. */
export function carried(window: Window | null, before: number, after: number): Window | null {
  if (window === null || before <= 0 || after <= 0) return null;
  return held({ from: (window.from / before) * after, to: (window.to / before) * after }, after);
}
