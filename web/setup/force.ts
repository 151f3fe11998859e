// A spec as far as it has an effect: a setting that others put out of force tells no two runs apart.

import type { Catalogue } from "../generated/types";
import { applies, type Part, PARTS } from "./controls";
import { controlsOf, sameSpec, type Spec } from "./spec";

/** Specs never change, and with a thousand runs everybody asks. */
const known = new WeakMap<Spec, { catalogue: Catalogue; found: Spec }>();

export function inForce(catalogue: Catalogue, spec: Spec): Spec {
  const before = known.get(spec);
  if (before?.catalogue === catalogue) return before.found;
  const found = Object.fromEntries(PARTS.map((part) => [part, partInForce(catalogue, spec, part)])) as unknown as Spec;
  known.set(spec, { catalogue, found });
  return found;
}

function partInForce(catalogue: Catalogue, spec: Spec, part: Part): Spec[Part] {
  const values = spec[part] ?? {};
  const idle = controlsOf(catalogue, spec, part).filter((control) => !applies(control, values));
  const without = new Set(idle.map(({ field }) => field));
  return Object.fromEntries(Object.entries(values).filter(([field]) => !without.has(field))) as Spec[Part];
}

/** Whether both give the same training. */
export function sameEffect(catalogue: Catalogue, one: Spec, other: Spec): boolean {
  return sameSpec(inForce(catalogue, one), inForce(catalogue, other));
}
