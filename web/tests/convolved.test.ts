// Convolutions worked out in the page, held against torch's: tests/models/convolutions_of_torch.py writes the table.

import { expect, test } from "vitest";
import type { Floats, Stage } from "../generated/types";
import { chainOf, type Chain, madeOf, makes, mapsAt, type Spot, touched, valueAt } from "../parts/pictures/convolved/chain";
import table from "./convolved.json";

interface Row {
  case: object;
  stage: Stage;
  maps: number[];
  shape: number[];
  made: number[];
  size: number[];
}
const rows = table as unknown as Row[];

function packed(shape: number[], values: number[]): Floats {
  return { shape, values: btoa(String.fromCharCode(...new Uint8Array(Float32Array.from(values).buffer))) };
}

function chain({ stage, shape, maps }: Row): Chain {
  return chainOf({ picture: packed(shape, maps), stages: [stage] });
}

test.each(rows.map((row) => [JSON.stringify(row.case), row] as const))("%s gives what torch gives", (_, row) => {
  const { count, height, width, all } = mapsAt(chain(row), 1);
  expect([count, height, width]).toEqual(row.size);
  expect([...all].map((value, place) => Math.abs(value - (row.made[place] ?? Number.NaN))).reduce((most, one) => Math.max(most, one), 0)).toBeLessThan(2e-4);
});

test.each(rows.map((row) => [JSON.stringify(row.case), row] as const))("%s: products add up to each sum, and every input knows where it goes", (_, row) => {
  const found = chain(row);
  const sums = found.links[0]?.sums ?? found.picture;
  const there = new Set<string>();
  for (let map = 0; map < sums.count; map++)
    for (let place = 0; place < sums.height * sums.width; place++) {
      const spot: Spot = { step: 1, map, row: Math.floor(place / sums.width), column: place % sums.width };
      const products = madeOf(found, spot);
      expect(products.reduce((sum, { value, weight }) => sum + value * weight, 0)).toBeCloseTo(valueAt(sums, spot), 9);
      for (const { spot: from, tap } of products) there.add([from.map, from.row, from.column, map, spot.row, spot.column, ...tap].join());
    }
  const back = new Set<string>();
  const { count, height, width } = found.picture;
  for (let map = 0; map < count; map++)
    for (let place = 0; place < height * width; place++) {
      const spot: Spot = { step: 0, map, row: Math.floor(place / width), column: place % width };
      for (const { spot: to, tap } of makes(found, spot)) back.add([map, spot.row, spot.column, to.map, to.row, to.column, ...tap].join());
    }
  expect([...back].sort()).toEqual([...there].sort());
});

test("two passes of 3 x 3 see 5 x 5, and one pixel reaches as far", () => {
  const stage = { ...(rows[0] as Row).stage, size: [7, 7] as [number, number] };
  const found = chainOf({ picture: packed([1, 9, 9], Array(81).fill(1)), stages: [stage, { ...stage, size: [5, 5] }] });
  const seen = touched(found, { step: 2, map: 0, row: 2, column: 2 });
  expect(seen.map(({ rows: down, columns }) => [down.length, columns.length])).toEqual([[5, 5], [3, 3], [1, 1]]);
  const made = touched(found, { step: 0, map: 0, row: 4, column: 4 });
  expect(made.map(({ rows: down, columns }) => [down.length, columns.length])).toEqual([[1, 1], [3, 3], [5, 5]]);
});
