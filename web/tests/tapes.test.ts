import { expect, test } from "vitest";
import { answers, askedFor, sizeOf, stepOf, turn } from "../parts/pictures/tapes";

function numbers(shape: number[], values: number[]) {
  const scale = Math.max(...values.map(Math.abs), 1);
  const packed = new Uint8Array(2 * values.length);
  const view = new DataView(packed.buffer);
  values.forEach((value, place) => view.setInt16(2 * place, Math.round((value / scale) * 32767), true));
  return { shape, scale, values: btoa(String.fromCharCode(...packed)) };
}

const none = numbers([0], []);
const writer = (weights: number[], e: number, a: number) => ({ title: "w", writes: true, keys: none, figures: none, stages: numbers([1, 1, 2], weights), erases: numbers([1, 1], [e]), adds: numbers([1, 1], [a]) });

test("a step erases and adds where its heads stand, one after another", () => {
  const heads = [writer([1, 0], 0.5, 0), writer([0.5, 0.5], 1, 1)];
  const step = stepOf({ memory: numbers([2, 2, 1], [1, 1, 0.75, 1]), heads }, 0);
  const rounded = (values: Float32Array) => [...values].map((one) => Number(one.toFixed(2)));
  expect(rounded(step.before)).toEqual([1, 1]);
  expect(rounded(step.erased)).toEqual([0.75, 0.5]); // half of 1, then half of the half that is left
  expect(rounded(step.added)).toEqual([0.5, 0.5]);
  expect(rounded(step.after)).toEqual([0.75, 1]);
});

test("places are columns, whatever their width", () => {
  expect([...turn([1, 2, 3, 4, 5, 6], 3, 2)]).toEqual([1, 3, 5, 2, 4, 6]);
  expect(sizeOf({ memory: numbers([5, 3, 2], [0]) })).toEqual({ steps: 4, slots: 3, width: 2 });
});

test("of the bits that count those that are wrong lie below nothing", () => {
  const found = answers({ outputs: numbers([3, 1], [0.9, 0.8, 0.2]), targets: numbers([3, 1], [1, 0, 1]), counts: [false, true, true] });
  expect([...found].map((one) => Number(one.toFixed(2)))).toEqual([0, -0.8, -0.8]);
});

test("a change is asked for with the knobs as they are", () => {
  const picture = { knobs: [{ name: "length", title: "", value: 5, lowest: 1, highest: 120, step: 1, names: [], shaded: [1, 4] }] };
  expect(askedFor(picture, "3,0,2,0.5")).toBe("length=5&edit=3,0,2,0.5");
  expect(askedFor(picture, "", { length: 7 })).toBe("length=7");
});
