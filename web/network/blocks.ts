// The size of each block of the drawing, by the shape that leaves the layer.

import type { Layer, Plan } from "../generated/types";

export interface Block {
  layer: Layer;
  /** In pixels. */
  width: number;
  height: number;
  /** Sheets behind one another (channels), or bars beside one another (steps in time). */
  sheets: number;
  beside: boolean;
  /** 128, 4×12, 16×24×24 */
  shape: string;
}

const TALLEST = 56;
const MOST_SHEETS = 5;

export function blocks(plan: Plan): Block[] {
  const widest = Math.max(1, ...plan.layers.map(({ output }) => (output.length === 3 ? Math.max(output[1] ?? 1, output[2] ?? 1) : 1)));
  return plan.layers.map((layer) => block(layer, widest));
}

function block(layer: Layer, widest: number): Block {
  const { output } = layer;
  const shape = output.join("×");
  if (output.length === 3) {
    const [channels = 1, height = 1, width = 1] = output;
    const scale = TALLEST / widest;
    return {
      layer,
      shape,
      width: Math.max(6, width * scale),
      height: Math.max(6, height * scale),
      sheets: Math.min(MOST_SHEETS, Math.ceil(Math.log2(channels + 1))),
      beside: false,
    };
  }
  const units = output.at(-1) ?? 1;
  const steps = output.length === 2 ? (output[0] ?? 1) : 1;
  return { layer, shape, width: 9, height: tall(units), sheets: Math.min(MOST_SHEETS, steps), beside: true };
}

/** Units range from one to thousands: each doubling is as much taller. */
function tall(units: number): number {
  return Math.round(8 + (TALLEST - 8) * Math.min(1, Math.log2(units + 1) / 10));
}
