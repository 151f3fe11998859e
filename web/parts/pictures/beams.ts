// Where the nodes of a beam's tree stand, and what is asked for by one of them. Pure.

import type { BeamTree } from "./worded";

type Node = BeamTree["nodes"][number];

export interface Standing {
  /** How many symbols stand before it. */
  column: number;
  /** From the top of its column: what the search went on with, then what it dropped, the best first. */
  row: number;
}

export function standings(nodes: readonly Node[]): Standing[] {
  const columns: number[] = [];
  for (const { parent } of nodes) columns.push(parent < 0 ? 0 : (columns[parent] ?? 0) + 1);
  const rows: number[] = nodes.map(() => 0);
  for (let column = 0; column <= Math.max(-1, ...columns); column++) {
    const inside = nodes.flatMap((_, place) => (columns[place] === column ? [place] : []));
    const order = (place: number) => nodes[place] as Node;
    inside.sort((one, other) => Number(order(one).state === "rejected") - Number(order(other).state === "rejected") || order(other).score - order(one).score);
    inside.forEach((place, row) => (rows[place] = row));
  }
  return nodes.map((_, place) => ({ column: columns[place] ?? 0, row: rows[place] ?? 0 }));
}

/** The nodes from the first symbol to this one. */
export function pathTo(nodes: readonly Node[], place: number): number[] {
  const found: number[] = [];
  for (let at = place; at >= 0; at = nodes[at]?.parent ?? -1) found.unshift(at);
  return found;
}

export function textOf(picture: BeamTree, path: readonly number[]): string {
  return path.map((place) => picture.symbols[picture.nodes[place]?.symbol ?? 0] ?? "").join(picture.joint);
}

export interface Wanted {
  width: number;
  normalisation: number;
  forced: readonly number[];
}

/** As the server reads it: "3 0.6 4,17". */
export function question({ width, normalisation, forced }: Wanted): string {
  return `${width} ${normalisation} ${forced.join(",")}`.trim();
}

export const symbolsOf = (nodes: readonly Node[], path: readonly number[]): number[] => path.map((place) => nodes[place]?.symbol ?? 0);
