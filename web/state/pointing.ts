// Pointing at a layer, wherever it is drawn: its block, its controls, its row in the plan and its outputs light up together.

import type { Layer } from "../generated/types";
import { state } from "./here";
import { short } from "../text/numbers";
import { counted, said, sentences, text } from "../text/text";

export function words(layer: Layer): string {
  const values = { type: said(layer.type), shape: layer.output.join("×"), sums: short(layer.multiply_adds) };
  return sentences([text("network.layer", values), counted("network.parameters", layer.parameters)]);
}

export function point(layer: Layer, settings: readonly string[] = layer.settings): void {
  state.pointed.value = settings;
  state.explained.value = { title: said(layer.name), words: words(layer) };
}

export function leave(): void {
  state.pointed.value = [];
  state.explained.value = null;
}

/** What makes something the picture of a layer of the plan; nothing where there is no such layer. */
export function ofLayer(name: string) {
  const layer = state.plan.value?.layers.find((one) => one.name === name);
  if (layer === undefined) return {};
  return {
    onPointerEnter: () => point(layer),
    onPointerLeave: leave,
    "data-pointed": state.explained.value?.title === said(name),
  };
}
