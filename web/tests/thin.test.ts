import { expect, test } from "vitest";
import type { Value } from "../curves/history";
import { Pyramid } from "../curves/pyramid";
import { share } from "../curves/thin";

/** The same numbers in every run of the test. */
function draws(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

const all = { from: 0, to: 10_000 };

test("few points share their exact places, and a gap stays a gap", () => {
  const grid = share([{ xs: [0, 1, 2], ys: [5, null, 6] }, { xs: [0, 1.5], ys: [1, 2] }], 100, { from: 0, to: 2 });
  expect(grid.x).toEqual([0, 1, 1.5, 2]);
  expect(grid.ys).toEqual([[5, null, undefined, 6], [1, undefined, 2, undefined]]);
});

test("many points are thinned to two a column, and no spike is lost", () => {
  const xs = Array.from({ length: 10_000 }, (_, place) => place);
  const ys = xs.map((x) => (x === 4_321 ? 99 : x === 7_777 ? -99 : Math.sin(x)));
  const grid = share([{ xs, ys }], 200, all);
  expect(grid.x.filter((x) => x >= 0 && x <= 10_000)).toHaveLength(400);
  expect(Math.max(...grid.ys.flat().map(Number).filter(Number.isFinite))).toBe(99);
  expect(Math.min(...grid.ys.flat().map(Number).filter(Number.isFinite))).toBe(-99);
});

test("any stretch of a growing column has the extremes that looking at every row finds", () => {
  const draw = draws(7);
  const column: Value[] = [];
  const pyramid = new Pyramid();
  for (let round = 0; round < 60; round++) {
    for (let more = Math.floor(draw() * 40); more >= 0; more--) {
      const kind = draw();
      column.push(kind < 0.1 ? undefined : kind < 0.15 ? null : Math.floor(draw() * 1_000));
    }
    pyramid.extend(column);
    const from = Math.floor(draw() * column.length);
    const to = from + Math.floor(draw() * (column.length - from + 1));
    const numbers = column.slice(from, to).filter((value) => typeof value === "number");
    pyramid.look(from, to);
    expect([pyramid.low, pyramid.high]).toEqual([Math.min(...numbers), Math.max(...numbers)]);
    expect(pyramid.broken(from, to)).toBe(column.slice(from, to).includes(null));
  }
});

test("each pixel column of a part shows the lowest and highest of what lies in it, on any axis", () => {
  const draw = draws(3);
  const xs = Array.from({ length: 20_000 }, () => draw() * 500).sort((one, other) => one - other);
  const ys = xs.map(() => draw());
  const window = { from: 300, to: 700 };
  const grid = share([{ xs, ys, factor: 2 }], 100, window);
  const width = 4;
  for (let place = 0; place < grid.x.length; place += 2) {
    const left = (grid.x[place] as number) - width / 4;
    const inside = ys.filter((_, row) => (xs[row] as number) * 2 >= left && (xs[row] as number) * 2 < left + width);
    if (left < window.from || left >= window.to) continue;
    const drawn = [grid.ys[0]?.[place], grid.ys[0]?.[place + 1]].map(Number);
    expect([Math.min(...drawn), Math.max(...drawn)]).toEqual([Math.min(...inside), Math.max(...inside)]);
  }
});

test("lines reach the edges of the part that is shown", () => {
  const xs = [0, 10, 20, 30, 40];
  const grid = share([{ xs, ys: xs }], 100, { from: 12, to: 28 });
  expect(grid.x).toEqual([10, 20, 30]);
});

test("while one moves along, the columns stand still", () => {
  const xs = Array.from({ length: 50_000 }, (_, place) => place);
  const one = share([{ xs, ys: xs }], 100, { from: 1_000, to: 11_000 });
  const other = share([{ xs, ys: xs }], 100, { from: 1_030, to: 11_030 });
  const common = one.x.filter((x) => x > 1_030 && x < 11_000 && other.x.includes(x));
  expect(common.length).toBeGreaterThan(190);
  for (const x of common) expect(one.ys[0]?.[one.x.indexOf(x)]).toBe(other.ys[0]?.[other.x.indexOf(x)]);
});

test("a value that is no number breaks its column", () => {
  const xs = Array.from({ length: 1_000 }, (_, place) => place);
  const ys = xs.map((x) => (x === 500 ? null : 1));
  const grid = share([{ xs, ys }], 10, { from: 0, to: 1_000 });
  expect(grid.ys[0]?.filter((y) => y === null)).toHaveLength(1);
});
