// What a step makes of the page: all that was set on the way to it, and its own race.

import type { Catalogue, Lesson } from "../../generated/types";
import type { Setting } from "../controls";
import { presetSpec, type Spec, trimmedVary, type Vary } from "../spec";

export interface StepSetup {
  spec: Spec;
  vary: Vary;
  /** The view to look at; "" for whichever. */
  look: string;
  /** The charts to see; none for whichever. */
  charts: string[];
  /** What is out of sight; null where the lesson says nothing of that. */
  hide: string[] | null;
}

type Parts = Record<string, Record<string, Setting>>;

export function stepSetup(catalogue: Catalogue, lesson: Lesson, step: number): StepSetup {
  const steps = lesson.steps.slice(0, step + 1);
  const parts = steps.reduce((before, one) => settled(before, one.set as Record<string, Setting>), lesson.spec as Parts);
  const present = steps.at(-1);
  const spec = presetSpec(catalogue, { spec: parts });
  return {
    spec,
    vary: trimmedVary(catalogue, spec, (present?.race ?? {}) as Vary),
    look: present?.look ?? "",
    charts: steps.findLast((one) => one.charts.length > 0)?.charts ?? [],
    hide: steps.findLast((one) => one.hide !== null)?.hide ?? null,
  };
}

/** Settings by JSON pointer; another task or architecture begins with the settings of its own. */
export function settled(before: Parts, settings: Readonly<Record<string, Setting>>): Parts {
  const made = { ...before };
  const entries = Object.entries(settings).sort(([one], [other]) => Number(other.endsWith("/name")) - Number(one.endsWith("/name")));
  for (const [pointer, value] of entries) {
    const [, part = "", field = ""] = pointer.split("/");
    const restart = field === "name" && made[part]?.name !== value;
    made[part] = { ...(restart ? {} : made[part]), [field]: value };
  }
  return made;
}
