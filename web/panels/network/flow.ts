// How much each layer gives for the question that is asked: what the drawn network is lit by.

import type { ViewAnswer } from "../../generated/types";
import { bytes } from "../../parts/pictures/packed";

/** By layer, the mean size of its outputs as a share of its own largest; empty where the view shows no layers. */
export function flow(looked: ViewAnswer | undefined): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  if (looked?.picture.type === "layer maps") for (const { name, level } of looked.picture.layers) found.set(name, level ?? 0);
  if (looked?.picture.type !== "heat map") return found;
  for (const { layer, signed, values } of looked.picture.panels) {
    if (layer === "") continue;
    const outputs = bytes(values);
    let sum = 0;
    for (const value of outputs) sum += signed ? Math.abs(value - 128) / 127 : value / 255;
    found.set(layer, outputs.length > 0 ? sum / outputs.length : 0);
  }
  return found;
}
