// The variants of a race by name, and the runs that came of them.

import "../../text/lessons";
import type { Vary } from "../../setup/spec";
import { type Variant, variantKey, variants } from "../../setup/variants";
import { controlAt, state, subjectOf } from "../../state/store";
import { NONE } from "../../state/teaching";
import { variantName } from "../../state/variants";
import { text } from "../../text/text";
import type { Entrant } from "./judging";

export interface Choice {
  key: string;
  name: string;
  /** The hue that the value has everywhere; "" where it has none of its own. */
  hue: string;
}

export function choices(vary: Vary): Choice[] {
  return variants(vary).map((variant) => ({ key: variant.key, name: variantName(variant.values), hue: hueOf(variant) }));
}

function hueOf({ values }: Variant): string {
  for (const [pointer, value] of Object.entries(values)) {
    const control = controlAt(pointer);
    const hue = control?.shape === "choice" ? control.colours[String(value)] : undefined;
    if (hue !== undefined) return hue;
  }
  return "";
}

/** Read `state.grown` before: the curves themselves are no signals. Of what differs counts what a `choice` is among. */
export function entrants(race: string, choice: string = NONE): Entrant[] {
  const found = new Map<string, Entrant>();
  for (const run of state.runs.value.values()) {
    if (run.race !== race) continue;
    const key = keyAmong(run.varied, choice);
    const before = found.get(key)?.runs ?? [];
    found.set(key, { key, name: variantName(JSON.parse(key) as Record<string, unknown>), runs: [...before, subjectOf(run)] });
  }
  return [...found.values()];
}

/** Networks that were made equally large differ in more than was raced, and nobody chose by that. */
export function keyAmong(varied: Readonly<Record<string, unknown>>, choice: string): string {
  if (choice === NONE) return variantKey(varied);
  const raced = Object.keys(JSON.parse(choice) as object).filter((pointer) => pointer in varied);
  return variantKey(Object.fromEntries(raced.map((pointer) => [pointer, varied[pointer]])));
}

export function choiceName(key: string): string {
  return key === NONE ? text("predict.none") : variantName(JSON.parse(key) as Record<string, unknown>);
}
