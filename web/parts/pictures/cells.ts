// The cells of a heat map that counts: what each is called, how it is asked for, and where the keys lead.

import { filled } from "../../text/text";
import { counts } from "./packed";
import type { Cells, Panel } from "./worded";

export interface CountedCell {
  question: string;
  words: string;
  /** The square root of its share of the row: with the share itself, rare ones could not be told from none. */
  heat: number;
}

/** Row by row. */
export function countedCells(panel: Panel, cells: Cells): CountedCell[] {
  const numbers = counts(cells.counts);
  const wide = panel.columns.length;
  return panel.rows.flatMap((row, place) => {
    const own = numbers.slice(place * wide, (place + 1) * wide);
    const of = own.reduce((sum, one) => sum + one, 0);
    return own.map((count, at) => {
      const column = panel.columns[at] ?? "";
      const question = filled(cells.question, { row: cells.names[place] ?? row, column: cells.names[at] ?? column });
      return { question, words: filled(cells.words, { row, column, count, of }), heat: of === 0 ? 0 : Math.sqrt(count / of) };
    });
  });
}

/** Where a key leads from a cell; null where it leads nowhere. */
export function moved(key: string, from: number, wide: number, high: number): number | null {
  const row = Math.floor(from / wide);
  const column = from % wide;
  const steps: Record<string, [number, number]> = {
    ArrowUp: [Math.max(0, row - 1), column],
    ArrowDown: [Math.min(high - 1, row + 1), column],
    ArrowLeft: [row, Math.max(0, column - 1)],
    ArrowRight: [row, Math.min(wide - 1, column + 1)],
    Home: [row, 0],
    End: [row, wide - 1],
  };
  const to = steps[key];
  return to === undefined ? null : to[0] * wide + to[1];
}
