// In what the nearest row of blocks that fits differs from the one that does not, in a few words. Pure.

import { wordsOf } from "../../../setup/blocks";
import { text } from "../../../text/text";

/** What one press does: "Take 8k4 as block 3". */
export function offer(blocks: string, nearest: string): string {
  const [before, after] = [wordsOf(blocks), wordsOf(nearest)];
  const first = before.findIndex((word, at) => word !== after[at]);
  if (after.length === before.length - 1 && first >= 0 && same(before.toSpliced(first, 1), after)) return text("blocks.near.out", { number: first + 1 });
  if (after.length === before.length) {
    const others = before.flatMap((word, at) => (word === after[at] ? [] : [at]));
    if (others.length === 1) return text("blocks.near.take", { word: after[first] ?? "", number: first + 1 });
    const moved = movedTo(before, after, others);
    if (moved) return text("blocks.near.move", moved);
  }
  return text("blocks.near.all", { blocks: nearest });
}

/** From which place to which one block was moved; null where more was changed. */
function movedTo(before: readonly string[], after: readonly string[], others: readonly number[]): { number: number; place: number } | null {
  const [low = 0, high = 0] = [others[0], others.at(-1)];
  for (const [from, to] of [[high, low], [low, high]] as const) {
    const rest = before.toSpliced(from, 1);
    if (same(rest.toSpliced(to, 0, before[from] ?? ""), after)) return { number: from + 1, place: to + 1 };
  }
  return null;
}

function same(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((word, at) => word === other[at]);
}
