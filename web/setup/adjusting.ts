// When one setting leaves no room for another, the other gives way; and comes back when there is room again.

import type { Plan, Problem } from "../generated/types";
import { allows, type Control, narrowed, type Setting } from "./controls";
import { clamp } from "./scale";
import { type Spec, valueAt, withValue } from "./spec";

interface GaveWay {
  wanted: number;
  put: number;
}
/** By JSON pointer. What somebody moves by hand is not put back. */
export type Displaced = Readonly<Record<string, GaveWay>>;

export interface Adjusted {
  spec: Spec;
  control: Control;
  value: Setting;
  displaced: Displaced;
}

/** The nearest that works, put in the place of what the plan refuses; null where the refused setting is the one that was moved. */
export function yielded(spec: Spec, problem: Problem, touched: string, controls: readonly Control[], displaced: Displaced): Adjusted | null {
  const control = controls.find((one) => one.pointer === problem.field);
  const value: unknown = problem.nearest;
  if (control === undefined || control.pointer === touched || !allows(control, value)) return null;
  const present = valueAt(spec, control.pointer);
  if (present === value) return null;
  const next = withValue(spec, control.pointer, value);
  if (typeof present !== "number" || typeof value !== "number") return { spec: next, control, value, displaced };
  const before = displaced[control.pointer];
  const wanted = before?.put === present ? before.wanted : present;
  return { spec: next, control, value, displaced: { ...displaced, [control.pointer]: { wanted, put: value } } };
}

/** What gave way takes back as much as the plan's bounds now allow. */
export function returned(spec: Spec, bounds: Plan["bounds"], controls: readonly Control[], displaced: Displaced): Adjusted | null {
  for (const [pointer, { wanted, put }] of Object.entries(displaced)) {
    const { [pointer]: _, ...others } = displaced;
    const control = controls.find((one) => one.pointer === pointer);
    if (control?.shape !== "number" || valueAt(spec, pointer) !== put) return returned(spec, bounds, controls, others);
    const room = narrowed(control, bounds) as typeof control;
    const value = clamp(wanted, room.least, room.most);
    if (value === put) continue;
    const kept = value === wanted ? others : { ...others, [pointer]: { wanted, put: value } };
    return { spec: withValue(spec, pointer, value), control, value, displaced: kept };
  }
  return null;
}
