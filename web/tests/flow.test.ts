import { expect, test } from "vitest";
import type { ViewAnswer, Panel } from "../generated/types";
import { flow } from "../panels/network/flow";

const said = (text: string) => ({ code: "", values: {}, text });

function panel(layer: string, values: number[], signed = false): Panel {
  return { title: said(layer), layer, signed, scale: 1, rows: [""], columns: values.map(() => ""), values: btoa(String.fromCharCode(...values)), notes: [], noted: { code: "", values: {}, text: "" }, seen: null, asks: "", sets: null };
}

function looked(panels: Panel[]): ViewAnswer {
  return { run: "a", view: "layers", question: "1+2", at: "live", step: 1, epoch: 1, picture: { type: "heat map", panels, mark: null, cells: null, asked: null, choices: [], chosen: "", of_map: null, remarks: [], working: null } };
}

test("a layer that gives much is lit, one that gives nothing is not, whatever the sign", () => {
  const found = flow(looked([panel("conv1", [0, 255]), panel("output", [1, 255], true), panel("idle", [128, 128], true), panel("", [255])]));
  expect([...found]).toEqual([
    ["conv1", 0.5],
    ["output", 1],
    ["idle", 0],
  ]);
});

test("of a picture each layer says its own level", () => {
  const layer = (name: string, level: number | null) => ({ name, kind: said("Conv2d"), shape: [1], level });
  const asked = { type: "image grid" as const, sheet: "", columns: 1, height: 1, width: 1, marks: [], right: 0, of: 0, labels: [], chances: "", aligned: false, remarks: [], knobs: [] };
  const mark = { given: "", answer: "7", expected: "", right: null, sure: 1, truth: null, question: "" };
  const numbers = { shape: [1, 1, 1], scale: 1, values: "AAA=" };
  const picture = { type: "layer maps" as const, mark, asked, layers: [layer("conv1", 0.25), layer("output", 0)], chosen: "conv1", of: 1, maps: numbers, labels: [], notes: [], noted: { code: "", values: {}, text: "" }, seen: null, kernels: null, inputs: null };
  expect([...flow({ ...looked([]), picture })]).toEqual([["conv1", 0.25], ["output", 0]]);
});

test("a view that shows no layers lights nothing", () => {
  expect(flow(undefined).size).toBe(0);
  expect(flow({ ...looked([]), picture: { type: "marked text", marks: [], right: 0, of: 0 } }).size).toBe(0);
});
