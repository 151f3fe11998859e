import { expect, test } from "vitest";
import type { Layer, Plan } from "../generated/types";
import { isSplit, type Item } from "../panels/network/drawing";
import { spotOf } from "../panels/network/editor/inner";
import { dropped, gapAt, pieces, placeOf } from "../panels/network/editor/pieces";

const layer = (name: string, at: string, reads: string[] = [], output = [4, 8, 8]): Layer => ({ name, type: name, output, parameters: 0, multiply_adds: 0, settings: at === "" ? [] : [`/architecture/blocks/${at}`], reads });
const plan = (layers: Layer[]): Plan => ({
  layers, parameters: 0, multiply_adds: 0, memory: 0, no_room: null, steps_per_epoch: 1, steps: 1, seconds_per_epoch: null, seconds_estimated: null, classroom: {}, original: {}, as_blocks: null, not_as_blocks: null, rates: null, bounds: {}, series: [],
});
const names = (items: readonly Item[]) => items.map((item) => (isSplit(item) ? item.join.layer.name : item.layer.name));
const POINTER = "/architecture/blocks";

test("every block of the list is a piece, also one that changes no shape, and what all networks have stands outside", () => {
  const found = pieces(plan([layer("conv1", "0"), layer("dropout1", "1", ["conv1"]), layer("dropout2", "2", ["dropout1"]), layer("flatten", "", ["dropout2"], [256]), layer("output", "", ["flatten"], [10])]), POINTER, 4);
  expect(found.blocks.map(names)).toEqual([["conv1"], ["dropout1"], ["dropout2"], []]);
  expect(names(found.before)).toEqual([]);
  expect(names(found.after)).toEqual(["flatten", "output"]);
});

test("lanes are part of the block that they are in, and equal blocks stay apart", () => {
  const block = (name: string, place: number, from: string) => [layer(`${name}.conv1`, `${place}/layers/0`, [from]), layer(`${name}.sum`, `${place}`, [`${name}.conv1`, from])];
  const found = pieces(plan([layer("conv1", "0", [""]), ...block("residual1", 1, "conv1"), ...block("residual2", 2, "residual1.sum")]), POINTER, 3);
  expect(found.blocks.map(names)).toEqual([["conv1"], ["residual1.sum"], ["residual2.sum"]]);
  expect(found.blocks.slice(1).flat().every(isSplit)).toBe(true);
});

test("without blocks the output comes after the place for the first", () => {
  const found = pieces(plan([layer("output", "", [""], [10])]), POINTER, 0);
  expect([names(found.before), names(found.after)]).toEqual([[], ["output"]]);
  expect(placeOf(layer("x", "12/layers/3"), POINTER)).toBe(12);
  expect(placeOf(layer("x", ""), POINTER)).toBeNull();
});

test("what is let go falls before the piece whose middle lies beyond it, in the nearest row", () => {
  const box = (left: number, top: number) => ({ left, right: left + 40, top, bottom: top + 60 });
  const boxes = [box(0, 0), box(60, 0), box(0, 100)];
  const at = (x: number, y: number) => gapAt({ x, y }, boxes);
  expect([at(5, 30), at(50, 30), at(200, 30), at(5, 130), at(300, 500), at(-9, -9)]).toEqual([0, 1, 2, 2, 3, 0]);
  expect(gapAt({ x: 0, y: 0 }, [])).toBe(0);
});

test("a dropped block stands where the gap was, and in the gaps beside itself nothing changes", () => {
  const words = ["a", "b", "c"];
  expect([0, 1, 2, 3].map((gap) => dropped(words, 1, gap).join(""))).toEqual(["bac", "abc", "abc", "acb"]);
});

test("each block that another holds is drawn by itself, also one that changes no shape", () => {
  const found = pieces(plan([layer("conv1", "0", [""]), layer("a.conv", "1/layers/0", ["conv1"]), layer("a.dropout", "1/layers/1", ["a.conv"]), layer("a.sum", "1", ["a.dropout", "conv1"])]), POINTER, 2);
  const [split] = found.blocks[1] ?? [];
  const drawn = split && isSplit(split) ? split.lanes.flat().map(({ layer: one }) => spotOf(one, POINTER)) : [];
  expect(drawn).toEqual([{ place: 1, field: "layers", at: 0 }, { place: 1, field: "layers", at: 1 }]);
});
