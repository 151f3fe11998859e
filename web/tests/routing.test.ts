import { expect, test } from "vitest";
import { askedWith, changesIn, spreadsSince } from "../parts/pictures/capsules";
import { arrowOf, filmOf, keyed, sheetOf, spotOf, sumOf } from "../parts/pictures/routing";

/** Agreements (iterations, capsules, classes) as they travel. */
function numbers(shape: number[], values: number[]) {
  const scale = Math.max(...values.map(Math.abs), 1);
  const packed = new Uint8Array(2 * values.length);
  const view = new DataView(packed.buffer);
  values.forEach((value, place) => view.setInt16(2 * place, Math.round((value / scale) * 32767), true));
  return { shape, scale, values: btoa(String.fromCharCode(...packed)) };
}

test("b is what was agreed so far, and c its softmax over the classes", () => {
  const film = filmOf({ agreements: numbers([2, 1, 2], [0.5, -0.5, 0.25, 0]) });
  expect([...(film.logits[2] ?? [])].map((one) => one.toFixed(2))).toEqual(["0.75", "-0.50"]);
  expect([...(film.couplings[0] ?? [])]).toEqual([0.5, 0.5]);
  const raised = Math.exp(0.5) / (Math.exp(0.5) + Math.exp(-0.5));
  expect(film.couplings[1]?.[0]).toBeCloseTo(raised, 3);
  expect(sumOf(film.couplings[1] as Float32Array, 2, 1)).toBeCloseTo(1 - raised, 3);
});

test("an arrow has the length of the vote and its angle to the capsule", () => {
  const arrow = arrowOf(0.6 * 0.5 * Math.cos(Math.PI / 3), 0.6, 0.5);
  expect(arrow.angle).toBeCloseTo(60, 6);
  expect(Math.hypot(arrow.along, arrow.aside)).toBeCloseTo(0.6, 6);
  expect(arrowOf(0.3, 0.4, 0).along).toBe(0.4); // a capsule of no length has no direction
});

test("every capsule has a place of its own in the sheet, and keys reach it", () => {
  const grid = [3, 2, 2] as const;
  const couplings = Float32Array.from({ length: 12 }, (_, capsule) => capsule + 1);
  const sheet = sheetOf(couplings, 1, 0, grid);
  expect([sheet.height, sheet.width]).toEqual([5, 5]);
  expect(sheet.places.map((place) => sheet.values[place])).toEqual([...couplings]);
  expect(spotOf(7, 2, 2)).toEqual([1, 1, 1]);
  expect([keyed(0, "PageDown", grid), keyed(0, "ArrowDown", grid), keyed(11, "ArrowRight", grid), keyed(3, "a", grid)]).toEqual([4, 2, 11, null]);
});

test("numbers that were changed are asked for with the class, and read again", () => {
  const changes = { 1: 0.25, 7: -0.1 };
  expect(changesIn(askedWith("3", changes), "3")).toEqual(changes);
  expect(changesIn(askedWith("3", changes), "4")).toEqual({});
  expect([askedWith("3", {}), changesIn("conv1#3", "conv1#3"), changesIn("3?x", "3")]).toEqual(["3", {}, {}]);
});

test("spreads of a capsule's numbers are kept by run, class and epoch, in the order of the epochs", () => {
  expect(spreadsSince("a", "3", 4, [0.2, 0.01])).toEqual([[4, [0.2, 0.01]]]);
  expect(spreadsSince("a", "3", 1, [0.05, 0.01])).toEqual([[1, [0.05, 0.01]], [4, [0.2, 0.01]]]);
  expect(spreadsSince("a", "3", 9, [])).toHaveLength(2); // a slider that moves asks for none
  expect(spreadsSince("a", "7", 4, [0.1, 0.1])).toEqual([[4, [0.1, 0.1]]]);
  expect(spreadsSince("b", "3", 4, [])).toEqual([]);
});
