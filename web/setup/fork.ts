// A run that goes on from another's weights: what of the form is different, and how its beginnings are called.

import type { Forkable, Start } from "../generated/types";
import { plain } from "../text/numbers";
import { text } from "../text/text";
import { PARTS, type Setting } from "./controls";
import { pointer, type Spec, specOf, valueAt, withValue } from "./spec";

export interface Fork {
  /** The run whose weights it begins with. */
  run: string;
  name: string;
  told: Forkable;
}

/** What differs from the settings that the run had, by JSON pointer. */
export function changes(told: Forkable, spec: Spec): Record<string, Setting> {
  const before = specOf(told);
  const found: Record<string, Setting> = {};
  for (const part of PARTS)
    for (const [field, value] of Object.entries(spec[part]))
      if (JSON.stringify(value) !== JSON.stringify(valueAt(before, pointer(part, field)))) found[pointer(part, field)] = value;
  return found;
}

/** The settings as the run had them there, with what somebody has changed since, and with something left to train. */
export function spec(told: Forkable, changed: Record<string, Setting>, stepsPerEpoch: number): Spec {
  const began = specOf(told);
  return withRoom(Object.entries(changed).reduce((made, [at, value]) => withValue(made, at, value), began), startOf(told), stepsPerEpoch);
}

/** Epochs that a fork gets where its parent has had all of its own. */
const MORE = 10;

function withRoom(given: Spec, { step, epoch }: Start, stepsPerEpoch: number): Spec {
  const { epochs, batches } = given.training;
  if (typeof batches === "number" && batches > 0)
    return batches > step ? given : withValue(given, "/training/batches", step + MORE * Math.max(1, stepsPerEpoch));
  return typeof epochs === "number" && epochs <= epoch ? withValue(given, "/training/epochs", Math.ceil(epoch) + MORE) : given;
}

export function startOf(told: Forkable): Start {
  return told.starts.find((start) => start.step === told.at) ?? { step: told.at, epoch: 0, full: true };
}

export function epochText(epoch: number): string {
  return plain(Number(epoch.toFixed(1)));
}

/** "last: epoch 20", "best: epoch 14", "epoch 5" */
export function startText(told: Forkable, { step, epoch }: Start): string {
  const values = { epoch: epochText(epoch) };
  const last = step === told.starts.at(-1)?.step;
  const best = step === told.best;
  if (last) return text(best ? "fork.both" : "fork.last", values);
  return text(best ? "fork.best" : "fork.epoch", values);
}

/** The last and the best first, then the others from the newest back. */
export function offered({ starts, best }: Forkable): Start[] {
  const [last, ...others] = [...starts].reverse();
  const chosen = others.filter((start) => start.step === best);
  return [...(last ? [last] : []), ...chosen, ...others.filter((start) => start.step !== best)];
}
