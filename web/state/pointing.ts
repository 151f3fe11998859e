// Pointing at a layer, wherever it is drawn: its block, its controls, its row in the plan and its outputs light up together.

import type { Layer } from "../generated/types";
import type { Control } from "../setup/controls";
import { short } from "../text/numbers";
import { layerName, layerType } from "../text/layers";
import { counted, sentences, text } from "../text/text";
import { state } from "./store";

export function words(layer: Layer): string {
  const values = { type: layerType(layer.type), shape: layer.output.join("×"), sums: short(layer.multiply_adds) };
  return sentences([text("network.layer", values), counted("network.parameters", layer.parameters)]);
}

export function point(layer: Layer, settings: readonly string[] = layer.settings): void {
  state.pointed.value = settings;
  state.explained.value = { title: layerName(layer.name), words: words(layer) };
}

export function leave(): void {
  state.pointed.value = [];
  state.explained.value = null;
}

/** What makes something the picture of a layer of the plan, or of a part by its first layer; nothing where there is none. */
export function ofLayer(name: string) {
  const layers = state.plan.value?.layers ?? [];
  const layer = layers.find((one) => one.name === name) ?? layers.find((one) => name !== "" && one.name.startsWith(`${name}.`));
  if (layer === undefined) return {};
  return {
    onPointerEnter: () => point(layer),
    onPointerLeave: leave,
    "data-pointed": state.explained.value?.title === layerName(layer.name),
  };
}

/** A control that is pointed at, or has the focus. */
export function explain(control: Control, fixed = false): void {
  state.explained.value = { title: control.title, words: fixed ? text("fork.fixed") : control.text };
  state.pointed.value = [control.pointer];
}

/** One of several things that a control holds: its layers light up. */
export function pointAt(pointer: string, title: string, words: string): void {
  state.explained.value = { title, words };
  state.pointed.value = [pointer];
}

/** A part of the drawing may point at one place of a row of sliders: /architecture/filters/0 is of filters. */
export function touches(pointers: readonly string[], pointer: string): boolean {
  return pointers.some((one) => one === pointer || one.startsWith(`${pointer}/`));
}
