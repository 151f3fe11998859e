import { expect, test } from "vitest";
import type { Looked, Panel } from "../generated/types";
import { flow } from "../network/flow";

function panel(layer: string, values: number[], signed = false): Panel {
  return { title: layer, layer, signed, scale: 1, rows: [""], columns: values.map(() => ""), values: btoa(String.fromCharCode(...values)) };
}

function looked(panels: Panel[]): Looked {
  return { run: "a", view: "layers", question: "1+2", at: "live", step: 1, epoch: 1, picture: { type: "heat map", panels, mark: null, cells: null } };
}

test("a layer that gives much is lit, one that gives nothing is not, whatever the sign", () => {
  const found = flow(looked([panel("conv1", [0, 255]), panel("output", [1, 255], true), panel("idle", [128, 128], true), panel("", [255])]));
  expect([...found]).toEqual([
    ["conv1", 0.5],
    ["output", 1],
    ["idle", 0],
  ]);
});

test("a view that shows no layers lights nothing", () => {
  expect(flow(undefined).size).toBe(0);
  expect(flow({ ...looked([]), picture: { type: "marked text", marks: [], right: 0, of: 0 } }).size).toBe(0);
});
