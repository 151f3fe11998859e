// Nodes of a beam's tree stand in columns, what was dropped below what went on, and any of them can be asked for.

import { describe, expect, it } from "vitest";
import { pathTo, question, standings, symbolsOf, textOf } from "../parts/pictures/beams";
import type { BeamTree } from "../parts/pictures/worded";

const NODES: BeamTree["nodes"] = [
  { parent: -1, symbol: 0, chance: 0.2, score: -1.6, state: "rejected" },
  { parent: -1, symbol: 1, chance: 0.5, score: -0.7, state: "in the beam" },
  { parent: -1, symbol: 2, chance: 0.3, score: -1.2, state: "in the beam" },
  { parent: 2, symbol: 0, chance: 0.9, score: -1.3, state: "ended" },
  { parent: 1, symbol: 1, chance: 0.1, score: -3, state: "rejected" },
];
const TREE = { nodes: NODES, symbols: ["a", "b", "c"], joint: " " } as BeamTree;

describe("the tree of a beam", () => {
  it("has a column for each symbol, the best first and what was dropped last", () => {
    expect(standings(NODES)).toEqual([
      { column: 0, row: 2 },
      { column: 0, row: 0 },
      { column: 0, row: 1 },
      { column: 1, row: 0 },
      { column: 1, row: 1 },
    ]);
    expect(standings([])).toEqual([]);
  });

  it("tells the text up to a node, and asks for it by its symbols", () => {
    expect(pathTo(NODES, 3)).toEqual([2, 3]);
    expect(textOf(TREE, [2, 3])).toBe("c a");
    expect(question({ width: 3, normalisation: 0.6, forced: symbolsOf(NODES, pathTo(NODES, 4)) })).toBe("3 0.6 1,1");
    expect(question({ width: 1, normalisation: 0, forced: [] })).toBe("1 0");
  });
});
