import { describe, expect, it } from "vitest";
import type { Layer, Plan } from "../generated/types";
import { drawing, isSplit } from "../panels/network/drawing";

function layer(name: string, reads: string[], type = "Conv2d", parameters = 9, maps = 4): Layer {
  return { name, type, output: [maps, 8, 8], parameters, multiply_adds: 0, settings: [`/architecture/${name}`], reads };
}

function planned(layers: Layer[]): Plan {
  return { layers, parameters: 0, multiply_adds: 0, memory: 0, steps: 1, steps_per_epoch: 1, seconds_per_epoch: null, rates: null, bounds: {} } as unknown as Plan;
}

function block(number: number, from: string): Layer[] {
  const name = `stage1.block${number}`;
  return [
    layer(`${name}.conv1`, [from]),
    layer(`${name}.norm1`, [`${name}.conv1`], "BatchNorm2d"),
    layer(`${name}.conv2`, [`${name}.norm1`]),
    layer(`${name}.sum`, [`${name}.conv2`, from], "Sum", 0),
  ];
}

describe("the drawing of a network", () => {
  it("has a lane without layers for a skip, and counts blocks that are alike", () => {
    const items = drawing(planned([layer("conv", [""]), ...block(1, "conv"), ...block(2, "stage1.block1.sum"), layer("output", ["stage1.block2.sum"])]));
    expect(items.map((item) => (isSplit(item) ? item.lanes.map((lane) => lane.map(({ name }) => name)) : item.name))).toEqual(["conv", [[], ["conv1", "conv2"]], "output"]);
    const [, split] = items;
    expect(split && isSplit(split) && split.times).toBe(2);
    expect(split && isSplit(split) && split.join.settings).toEqual(["/architecture/stage1.block1.sum", "/architecture/stage1.block2.sum"]);
  });

  it("has a lane for each branch that is joined", () => {
    const items = drawing(
      planned([
        layer("conv", [""]),
        layer("inception3a.branch1.conv", ["conv"]),
        layer("inception3a.branch2.reduce", ["conv"]),
        layer("inception3a.branch2.conv", ["inception3a.branch2.reduce"]),
        layer("inception3a.join", ["inception3a.branch1.conv", "inception3a.branch2.conv"], "Join", 0, 8),
      ]),
    );
    expect(items.map((item) => (isSplit(item) ? [item.name, ...item.lanes.map((lane) => lane.length)] : item.name))).toEqual(["conv", ["inception3a", 1, 2]]);
  });

  it("is one block after another where nothing meets, also of layers nobody can follow", () => {
    const items = drawing(planned([layer("conv1", [""]), layer("pool1", [], "MaxPool2d", 0, 2), layer("output", ["pool1"])]));
    expect(items.map((item) => !isSplit(item) && item.name)).toEqual(["conv1", "pool1", "output"]);
  });
});
