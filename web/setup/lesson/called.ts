// What a lesson calls the values of its races.

import type { Lesson } from "../../generated/types";
import type { Control } from "../controls";

/** By pointer, then by a value's JSON. */
export type Called = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Runs of earlier steps keep their names; what two steps call otherwise has the name of the step that one is at. */
export function calledIn(lesson: Lesson | null, step: number): Called {
  const found: Record<string, Record<string, string>> = {};
  const steps = lesson?.steps ?? [];
  for (const { race, names } of [...steps, ...steps.slice(step, step + 1)])
    for (const [pointer, own] of Object.entries(names))
      for (const [place, name] of own.entries()) found[pointer] = { ...found[pointer], [JSON.stringify(race[pointer]?.[place])]: name };
  return found;
}

export function withCalled<One extends Control>(control: One, called: Called): One {
  const own = called[control.pointer];
  return own === undefined ? control : { ...control, called: own };
}
