import { expect, test } from "vitest";
import { allows, applies, type Control, controls, narrowed } from "../setup/controls";
import { valuesOf, written as linked } from "../setup/link";
import { nudged, type Scale, toPosition, toValue } from "../setup/scale";
import { combinations, controlsOf, ordered, plainSpec, presetSpec, switched, trimmedVary, valueAt, withValue } from "../setup/spec";
import { optionName } from "../setup/wording";
import { seeds, variable, withField, withSeeds } from "../setup/vary";
import { catalogue } from "./world";

const world = catalogue();
const reader = () => controlsOf(world, plainSpec(world, "sums", "reader"), "architecture");
const named = (title: string): Control => {
  const found = reader().find((control) => control.title === title);
  if (!found) throw new Error(title);
  return found;
};

test("each shape of a schema becomes its control, in the order of the file", () => {
  expect(reader().map(({ shape, pointer }) => [shape, pointer])).toEqual([
    ["choice", "/architecture/cell"],
    ["number", "/architecture/hidden"],
    ["switch", "/architecture/gated"],
    ["number", "/architecture/leak"],
  ]);
  const dense = controlsOf(world, plainSpec(world, "pictures"), "architecture");
  expect(dense).toMatchObject([{ shape: "sizes", least: 1, most: 64, fewest: 1, longest: 3, initial: [16] }]);
});

test("a field that a reference describes keeps its own title", () => {
  const schema = { $defs: { Cell: { enum: ["a", "b"], type: "string", title: "Cell" } }, properties: { cell: { $ref: "#/$defs/Cell", title: "Kind of cell", default: "b" } } };
  expect(controls(schema, "architecture")).toMatchObject([{ shape: "choice", title: "Kind of cell", options: ["a", "b"], initial: "b" }]);
});

test("a schema that no control can show is refused and named", () => {
  expect(() => controls({ properties: { odd: { type: "object" } } }, "task")).toThrow("/task/odd");
});

test("a control applies only for the values of another field that it names", () => {
  expect(applies(named("Leak"), { gated: false })).toBe(false);
  expect(applies(named("Leak"), { gated: true })).toBe(true);
});

test("the plan narrows bounds and never widens them", () => {
  const wide = { "/architecture/hidden": { minimum: -5, maximum: 9999 } };
  const tight = { "/architecture/hidden": { maximum: 64 } };
  expect(narrowed(named("Units"), wide)).toMatchObject({ least: 1, most: 512 });
  expect(narrowed(named("Units"), tight)).toMatchObject({ least: 1, most: 64 });
});

test("a value outside of a control's bounds or options is not allowed", () => {
  expect(allows(named("Units"), 64)).toBe(true);
  for (const value of [0, 513, 1.5, Number.NaN, "64"]) expect(allows(named("Units"), value)).toBe(false);
  expect(allows(named("Cell"), "huge")).toBe(false);
});

test("a preset is laid over the defaults", () => {
  const preset = world.presets[0];
  const spec = presetSpec(world, preset as never);
  expect(valueAt(spec, "/training/learning_rate")).toBe(0.003);
  expect(valueAt(spec, "/architecture/hidden")).toBe(128);
});

test("another task keeps the training and takes an architecture that fits", () => {
  const spec = withValue(plainSpec(world, "sums", "reader"), "/training/seed", 7);
  const next = switched(world, spec, "pictures", "dense");
  expect(next.task.name).toBe("pictures");
  expect(next.architecture).toEqual({ name: "dense", sizes: [16] });
  expect(next.training.seed).toBe(7);
  expect(trimmedVary(world, next, { "/architecture/cell": ["small", "large"] })).toEqual({});
});

test("equal specs give one text, whatever the order of their keys", () => {
  expect(ordered({ b: 1, a: { d: [2, 1], c: 0 } })).toBe(ordered({ a: { c: 0, d: [2, 1] }, b: 1 }));
});

test("a logarithmic slider gives even room to each decade and two figures", () => {
  const rate: Scale = { least: 0.00001, most: 1, step: 0, whole: false, logarithmic: true };
  expect(toPosition(rate, 0.00001)).toBe(0);
  expect(toPosition(rate, 1)).toBe(1);
  expect(toPosition(rate, 0.01) - toPosition(rate, 0.001)).toBeCloseTo(0.2);
  expect(toValue(rate, toPosition(rate, 0.003))).toBe(0.003);
});

test("a logarithmic slider that may be off has a stop at 0", () => {
  const decay: Scale = { least: 0, most: 0.1, step: 0, whole: false, logarithmic: true };
  expect(toValue(decay, 0)).toBe(0);
  expect(toPosition(decay, 0)).toBe(0);
  expect(toValue(decay, 1)).toBe(0.1);
  expect(toValue(decay, toPosition(decay, 0.001))).toBe(0.001);
});

test("a press of an arrow always moves, and stays within the bounds", () => {
  const units: Scale = { least: 1, most: 512, step: 1, whole: true, logarithmic: true };
  expect(nudged(units, 1, 1)).toBeGreaterThan(1);
  expect(nudged(units, 512, 1)).toBe(512);
  expect(nudged(units, 128, -1)).toBeLessThan(128);
  const plain: Scale = { least: 0, most: 1, step: 0.1, whole: false, logarithmic: false };
  expect(nudged(plain, 0.2, 1)).toBe(0.3);
});

test("a race can vary what is not the seed", () => {
  expect(variable(controlsOf(world, plainSpec(world, "sums"), "training")).map(({ title }) => title)).toEqual(["Learning rate"]);
  expect(variable(controlsOf(world, plainSpec(world, "sums", "dense"), "architecture")).map(({ title }) => title)).toEqual(["Sizes"]);
});

test("a race has one field beside its seeds, and one run for every combination", () => {
  const vary = withSeeds(withField({}, "/architecture/cell", ["small", "large"]), 3, 5);
  expect(vary["/training/seed"]).toEqual([5, 6, 7]);
  expect(combinations(vary)).toBe(6);
  expect(seeds(withSeeds(vary, 1, 5))).toBe(1);
  expect(Object.keys(withField(vary, "/architecture/gated", [false, true]))).toEqual(["/training/seed", "/architecture/gated"]);
});

test("a choice for each of several layers is a row of choices, and travels in links", () => {
  const items = { enum: ["ReLU", "leaky ReLU", "self-gated"], type: "string" };
  const field = { type: "array", items, default: [], minItems: 0, maxItems: 2, title: "Activations", names: { ReLU: "rectifier" } };
  const [control] = controls({ properties: { activations: field } }, "architecture");
  if (control === undefined) throw new Error("no control");
  expect(control).toMatchObject({ shape: "choices", options: items.enum, initial: [], longest: 2 });
  expect(allows(control, ["leaky ReLU", "ReLU"])).toBe(true);
  expect(allows(control, ["tanh"])).toBe(false);
  expect(allows(control, ["ReLU", "ReLU", "ReLU"])).toBe(false);
  expect(optionName(control, ["ReLU", "self-gated"])).toBe("rectifier, self-gated");
  for (const value of [[], ["leaky ReLU", "self-gated"]]) expect(valuesOf(control, linked(value), "\n")).toEqual([value]);
});

test("rows of numbers that need not be whole keep their fractions, in links too", () => {
  const field = { type: "array", items: { type: "number", minimum: 0, maximum: 10 }, default: [], minItems: 0, maxItems: 3, title: "Factors" };
  const [control] = controls({ properties: { factors: field } }, "training");
  if (control === undefined) throw new Error("no control");
  const value = [0.5, 2, 1e-7];
  expect(allows(control, value)).toBe(true);
  expect(valuesOf(control, linked(value), "\n")).toEqual([value]);
});
