import { expect, test } from "vitest";
import { differing, names, said } from "../curves/names";
import type { Catalogue, Plan } from "../generated/types";
import { type Control, controls, type NumberControl, type SizesControl } from "../setup/controls";
import { lasting, totals } from "../setup/costs";
import { entered, typedValues } from "../setup/entered";
import { readLink, writeLink } from "../setup/link";
import { beside, further, MOST_VALUES, offered } from "../setup/offers";
import { architectureControl, called, carried, laidOut } from "../setup/race";
import { ARCHITECTURE, combinations, plainSpec, trimmedVary, withValue } from "../setup/spec";
import { catalogue, run } from "./world";

const world = catalogue();

function made(field: object): Control {
  return controls({ properties: { one: { title: "One", ...field } } }, "architecture")[0] as Control;
}
const whole = (least: number, most: number, more: object = {}) => made({ type: "integer", minimum: least, maximum: most, ...more }) as NumberControl;
const real = (least: number, most: number, more: object = {}) => made({ type: "number", minimum: least, maximum: most, ...more }) as NumberControl;
const log = { scale: "log" };
const sizes = (fewest: number, longest: number) => made({ type: "array", items: { type: "integer", minimum: 1, maximum: 128 }, minItems: fewest, maxItems: longest }) as SizesControl;

test("what is proposed is doubled and halved within the bounds", () => {
  expect(offered(whole(1, 512, log), 64)).toEqual([16, 32, 64, 128]);
  expect(offered(whole(1, 512, log), 60)).toEqual([15, 30, 60, 120]);
  expect(offered(whole(1, 512, log), 1)).toEqual([1, 2, 4, 8]);
  expect(offered(whole(1, 128, log), 128)).toEqual([16, 32, 64, 128]);
  expect(offered(whole(100, 128, log), 128)).toEqual([128]);
  expect(offered(whole(1, 100, log), 500)).toEqual([12, 25, 50, 100]);
});

test("rates go by ones and threes, few steps one by one, others by ones, twos and fives", () => {
  expect(offered(real(0.000001, 1, log), 0.001)).toEqual([0.0003, 0.001, 0.003]);
  expect(offered(real(0.000001, 1, log), 0.002)).toEqual([0.001, 0.002, 0.003]);
  expect(offered(real(0.000001, 1, log), 1)).toEqual([0.1, 0.3, 1]);
  expect(offered(real(0, 0.1, log), 0)).toEqual([0, 0.0001, 0.0003]);
  expect(offered(whole(1, 4), 1)).toEqual([1, 2, 3]);
  expect(offered(whole(1, 4), 4)).toEqual([2, 3, 4]);
  expect(offered(whole(3, 9, { step: 2 }), 5)).toEqual([3, 5, 7]);
  expect(offered(real(0, 0.9, { step: 0.05 }), 0)).toEqual([0, 0.1, 0.2]);
  expect(offered(real(0, 0.999), 0.9)).toEqual([0.2, 0.5, 0.9]);
  expect(offered(whole(0, 9999), 0)).toEqual([0, 1, 2]);
  expect(offered(whole(0, 100_000), 150)).toEqual([100, 150, 200]);
  expect(beside(whole(1, 4), 4, 1)).toBeNull();
});

test("sizes are halved and doubled as a row, and one press adds a layer or takes one away", () => {
  expect(offered(sizes(1, 3), [8, 16])).toEqual([[4, 8], [8, 16], [16, 32]]);
  expect(offered(sizes(1, 3), [1, 64])).toEqual([[1, 64], [2, 128]]);
  expect(offered(sizes(0, 2), [])).toEqual([[], [32], [64]]);
  expect(further(sizes(1, 3), [[8, 16]])).toEqual([[4, 8], [8], [8, 16, 16], [16, 32]]);
  expect(further(sizes(0, 2), [[]])).toEqual([[32]]);
  expect(further(whole(1, 512, log), [16, 32])).toEqual([8, 64]);
  expect(further(whole(1, 40), Array.from({ length: MOST_VALUES }, (_, place) => place + 1))).toEqual([]);
});

test("values are typed in one line, and what is left out is said", () => {
  const units = whole(1, 512, log);
  expect(entered(units, "64; 16 ;32", 8).values).toEqual([16, 32, 64]);
  expect(entered(units, "16 32 64 16", 8)).toEqual({ values: [16, 32, 64], remark: null });
  expect(entered(units, "16, many", 8)).toMatchObject({ values: null, remark: { key: "race.typed.unreadable" } });
  expect(entered(units, "16, 9999, 2.5", 8)).toMatchObject({ values: [16], remark: { key: "race.typed.outside.whole", values: { typed: "9999; 2.5" } } });
  expect(entered(units, "0", 8)).toMatchObject({ values: null, remark: { key: "race.typed.outside.whole" } });
  expect(entered(units, "1 2 3 4 5 6 7 8 9", 8)).toMatchObject({ values: [1, 2, 3, 4, 5, 6, 7, 8], remark: { key: "race.typed.many" } });
  expect(entered(real(0, 1), "0,1; 0,25", 0).values).toEqual([0.1, 0.25]);
});

test("rows of sizes are parted by semicolons, and single layers need none", () => {
  const filters = sizes(1, 3);
  expect(entered(filters, "16-32; 8, 16; 8", [8, 16]).values).toEqual([[8], [8, 16], [16, 32]]);
  expect(entered(filters, "4, 8, 16", [8]).values).toEqual([[4], [8], [16]]);
  expect(entered(filters, "4, 8, 16", [8, 16]).values).toEqual([[4, 8, 16]]);
  expect(entered(filters, "4; 1 2 3 4", [8])).toMatchObject({ values: null, remark: { key: "race.typed.layers" } });
  expect(entered(sizes(0, 3), "–; 16", []).values).toEqual([[], [16]]);
  expect(entered(sizes(0, 3), "16, 32", []).values).toEqual([[16], [32]]);
  expect(entered(filters, "4; -", [8])).toMatchObject({ values: null, remark: { key: "race.typed.layers" } });
  expect(entered(filters, "4; 1000", [8])).toMatchObject({ values: null, remark: { key: "race.typed.outside.whole" } });
  for (const values of [[[8], [8, 16]], [[4, 8]]]) expect(entered(filters, typedValues(values), [8, 16]).values).toEqual(values);
});

/** The world with a network that shares a setting with the reader, and one of another shape under the same name. */
function wider(): Catalogue {
  const found = catalogue();
  const [reader, dense] = found.architectures as [Catalogue["architectures"][number], Catalogue["architectures"][number]];
  const properties = (dense.settings as { properties: object }).properties;
  dense.settings = { properties: { ...properties, hidden: { type: "integer", default: 32, minimum: 1, maximum: 200 }, gated: { type: "integer", default: 3, minimum: 1, maximum: 5 } } };
  return { ...found, architectures: [reader, dense] };
}

test("another architecture takes over what it has in common, where it can have it", () => {
  const found = wider();
  const spec = withValue(plainSpec(found, "sums", "reader"), "/architecture/hidden", 64);
  expect(carried(found, spec, "dense")).toEqual({ name: "dense", sizes: [16], hidden: 64, gated: 3 });
  expect(carried(found, withValue(spec, "/architecture/hidden", 500), "dense").hidden).toBe(32);
  expect(carried(found, spec, "reader")).toBe(spec.architecture);
});

test("architectures are raced by their names, in the link too, and trained as wholes", () => {
  const spec = plainSpec(world, "sums", "reader");
  const vary = { "/training/seed": [0, 1], [ARCHITECTURE]: ["reader", "dense"] };
  expect(architectureControl(world, spec)?.options).toEqual(["reader", "dense"]);
  expect(architectureControl(world, plainSpec(world, "pictures"))).toBeNull();
  const link = writeLink(world, spec, vary);
  expect(link).toContain("race.architecture.name=reader~dense");
  expect(readLink(world, link)).toEqual({ spec, vary, hide: [], unknown: [] });
  expect(readLink(world, "#sums/reader&architecture.name=dense")?.unknown).toEqual(["architecture.name=dense"]);
  expect(trimmedVary(world, plainSpec(world, "pictures"), vary)).toEqual({ "/training/seed": [0, 1] });
  expect(called(world, spec, vary)).toEqual({ "/training/seed": [0, 1], "/architecture": [spec.architecture, { name: "dense", sizes: [16] }] });
  expect(combinations(vary)).toBe(4);
  expect(laidOut(world, spec, vary).map((one) => one.spec.architecture.name)).toEqual(["reader", "dense"]);
});

test("rows of sizes vary, are linked and are named as they are written", () => {
  const spec = plainSpec(world, "sums", "dense");
  const vary = { "/architecture/sizes": [[8], [8, 16]] };
  expect(readLink(world, writeLink(world, spec, vary))?.vary).toEqual(vary);
  expect(laidOut(world, spec, vary).map((one) => one.spec.architecture.sizes)).toEqual([[8], [8, 16]]);
  expect(said(undefined, "filters", [8, 16])).toBe("filters 8, 16");
  expect(said(undefined, "filters", [])).toBe("filters –");
  const runs = [[8], [8, 16]].map((filters, place) => ({ ...run(String(place)), spec: { architecture: { name: "dense", filters } } }));
  expect(differing(runs)).toEqual(["/architecture/filters"]);
});

test("a race costs what all its networks do, and lasts as long as its workers need", () => {
  const plan = (parameters: number, seconds_per_epoch: number | null) => ({ parameters, seconds_per_epoch, steps: 40, steps_per_epoch: 10 }) as Plan;
  const answer = (one: Plan) => ({ plan: one, problem: null });
  expect(lasting(plan(1, 2))).toBe(8);
  expect(totals([answer(plan(100, 1)), answer(plan(300, 2))], 3, 2)).toEqual({ runs: 6, parameters: 1200, seconds: 18 });
  expect(totals([answer(plan(100, 1)), answer(plan(300, 2))], 1, 8)).toEqual({ runs: 2, parameters: 400, seconds: 8 });
  expect(totals([answer(plan(100, 1)), answer(plan(300, null))], 1, 2)).toEqual({ runs: 2, parameters: 400, seconds: null });
  expect(totals([answer(plan(100, 1)), undefined], 1, 2)).toEqual({ runs: 2, parameters: null, seconds: null });
});

test("runs of different architectures are called by those, whatever else only one of them has", () => {
  const titles = new Map(world.architectures.map(({ name, title }) => [name, title]));
  const known = new Map(controls(world.architectures[0]?.settings, "architecture").map((control) => [control.pointer, control]));
  const dense = { ...run("b"), spec: { ...run("b").spec, architecture: { name: "dense", sizes: [8] } }, varied: { [ARCHITECTURE]: "dense" } };
  expect([...names([{ ...run("a"), varied: { [ARCHITECTURE]: "reader" } }, dense], known, titles).values()]).toEqual(["Reader", "Dense"]);
});
