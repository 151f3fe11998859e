import { expect, test } from "vitest";
import type { Run } from "../generated/types";
import { nextSeeds, withTheseSeeds } from "../setup/again";
import type { Spec, Vary } from "../setup/spec";
import { catalogue, run } from "./world";

const world = catalogue();
const CELL = "/architecture/cell";
const SEED = "/training/seed";
const spec = run("a").spec as unknown as Spec;
const cells: Vary = { [CELL]: ["small", "large"] };

function race(id: string, vary: Vary, given: Partial<Run> & { rate?: number } = {}): Run[] {
  return (vary[CELL] ?? ["small"]).flatMap((cell) =>
    (vary[SEED] ?? [0]).map((seed) => {
      const varied = { ...(vary[CELL] ? { [CELL]: cell } : {}), ...(vary[SEED] ? { [SEED]: seed } : {}) };
      return run(`${id}${cell}${seed}`, { race: id, cell: cell as string, seed: seed as number, varied, ...given });
    }),
  );
}

test("a race that there was takes the next seeds, and the one after it those behind them", () => {
  const vary = { ...cells, [SEED]: [0, 1, 2] };
  expect(nextSeeds(world, spec, vary, race("r", vary))).toEqual([3, 4, 5]);
  expect(nextSeeds(world, spec, vary, [...race("r", vary), ...race("s", { ...cells, [SEED]: [3, 4, 5] })])).toEqual([6, 7, 8]);
  expect(nextSeeds(world, spec, cells, race("r", cells))).toEqual([1]);
  expect(nextSeeds(world, spec, { [SEED]: [0, 1] }, race("r", { [SEED]: [0, 1] }))).toEqual([2, 3]);
  // Overlapping seeds would lie on one another too.
  expect(nextSeeds(world, spec, { ...cells, [SEED]: [2, 3] }, race("r", vary))).toEqual([3, 4]);
});

test("a race that is another one has the seeds that it asks for", () => {
  const raced = race("r", cells);
  expect(nextSeeds(world, spec, { ...cells, [SEED]: [5, 6] }, raced)).toBeNull();
  expect(nextSeeds(world, spec, { "/training/learning_rate": [1, 2] }, raced)).toBeNull();
  expect(nextSeeds(world, spec, cells, race("r", cells, { rate: 1 }))).toBeNull();
  expect(nextSeeds(world, spec, cells, race("r", cells, { changes: 1 }))).toBeNull();
  expect(nextSeeds(world, spec, cells, [run("a"), run("b", { cell: "large" })])).toBeNull();
  expect(nextSeeds(world, spec, cells, [])).toBeNull();
  expect(nextSeeds(world, { ...spec, training: { ...spec.training, seed: 9_999 } }, cells, [run("a", { race: "r", seed: 9_999, varied: { [CELL]: "small" } }), run("b", { race: "r", seed: 9_999, cell: "large", varied: { [CELL]: "large" } })])).toBeNull();
});

test("what is out of force, or gives way so that networks are equally large, makes no other race of it", () => {
  const other = { ...spec, architecture: { ...spec.architecture, leak: 0.9 } };
  expect(nextSeeds(world, other, cells, race("r", cells))).toEqual([1]);
  const larger = { ...spec, architecture: { ...spec.architecture, hidden: 99 } };
  expect(nextSeeds(world, larger, cells, race("r", cells))).toBeNull();
  expect(nextSeeds(world, larger, cells, race("r", cells), ["/architecture/hidden"])).toEqual([1]);
});

test("the next seeds are put where the race has its seeds", () => {
  expect(withTheseSeeds(spec, cells, [4])).toMatchObject({ spec: { training: { seed: 4 } }, vary: cells });
  expect(withTheseSeeds(spec, { ...cells, [SEED]: [0, 1] }, [2, 3]).vary[SEED]).toEqual([2, 3]);
});
