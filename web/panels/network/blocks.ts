// The size of each block of the drawing, by the shape that leaves the layer.

import type { Layer, Plan } from "../../generated/types";

export interface Block {
  layer: Layer;
  /** Of "generator.dense": "generator" and "dense"; most networks have no parts. */
  part: string;
  name: string;
  /** Of the layer, and of those after it that leave the shape as it is. */
  settings: string[];
  /** In pixels. */
  width: number;
  height: number;
  /** Sheets behind one another (channels), or bars beside one another (steps in time). */
  sheets: number;
  beside: boolean;
  /** 128, 4×12, 16×24×24 */
  shape: string;
}

const TALLEST = 60;
const MOST_SHEETS = 5;

/** The widest picture that leaves a layer, in pixels. */
export function largest(plan: Plan): number {
  return Math.max(1, ...plan.layers.flatMap(({ output }) => pictureOf(output)?.slice(1) ?? []));
}

/** Channels, height and width of a picture, or of each frame of a clip; null of anything else. */
function pictureOf(output: readonly number[]): readonly number[] | null {
  return output.length === 3 || output.length === 4 ? output.slice(-3) : null;
}

/** With `apart`, what it says of two layers that differ is never drawn as one. */
export function blocks(layers: readonly Layer[], widest: number, size = 1, apart: (layer: Layer) => unknown = () => 0): Block[] {
  const found: Block[] = [];
  for (const layer of layers) {
    const before = found.at(-1);
    if (!before || apart(before.layer) !== apart(layer) || !fold(before, layer)) found.push(block(layer, widest, size));
  }
  return found;
}

/** A layer that leaves as many values as came and weighs nothing, or only each map, is drawn as part of the one before. */
export function fold(before: Block, layer: Layer): boolean {
  const folds = (layer.parameters === 0 || /norm/i.test(layer.type)) && values(layer) === values(before.layer);
  if (folds) before.settings.push(...layer.settings);
  return folds;
}

function values({ output }: Layer): number {
  return output.reduce((product, size) => product * size, 1);
}

function block(layer: Layer, widest: number, size: number): Block {
  const { output } = layer;
  const path = layer.name.split(".");
  const name = path.at(-1) ?? "";
  const common = { layer, part: path.length > 1 ? (path[0] ?? "") : "", name, shape: output.join("×"), settings: [...layer.settings] };
  const picture = pictureOf(output);
  if (picture !== null) {
    const [channels = 1, height = 1, width = 1] = picture;
    const scale = (size * (TALLEST - 12)) / widest;
    const sheets = Math.min(MOST_SHEETS, Math.ceil(Math.log2(channels + 1)));
    return { ...common, width: Math.max(6, width * scale), height: Math.max(6, height * scale), sheets, beside: false };
  }
  const steps = output.length === 2 ? (output[0] ?? 1) : 1;
  return { ...common, width: 12, height: tall(output.at(-1) ?? 1), sheets: Math.min(MOST_SHEETS, steps), beside: true };
}

/** Units range from one to thousands: each doubling is as much taller. */
function tall(units: number): number {
  return Math.round(8 + (TALLEST - 8) * Math.min(1, Math.log2(units + 1) / 10));
}
