// What several runs get right of each class, in one table. Pure.

import type { Shares } from "../../parts/pictures/worded";

export interface TogetherRow {
  label: string;
  /** Of each picture in turn; null of one that has no such label, or no example of it. */
  shares: (number | null)[];
  /** What the second has more than the first, where there are two. */
  difference: number | null;
}

export interface TogetherTable {
  title: string;
  rows: TogetherRow[];
}

/** A table for each group of the first picture, its labels in their order, then those that only others have. */
export function together(pictures: readonly Shares[]): TogetherTable[] {
  const groups = pictures[0]?.groups ?? [];
  return groups.map((_, place) => {
    const labels = new Set(pictures.flatMap(({ groups: own }) => (own[place] ?? []).map(({ label }) => label)));
    const rows = [...labels].map((label) => {
      const shares = pictures.map(({ groups: own }) => shareOf(own[place], label));
      const [one = null, other = null] = shares;
      return { label, shares, difference: shares.length === 2 && one !== null && other !== null ? other - one : null };
    });
    return { title: pictures[0]?.titles[place] ?? "", rows };
  });
}

function shareOf(group: Shares["groups"][number] | undefined, label: string): number | null {
  const found = group?.find((one) => one.label === label);
  return found === undefined || found.of === 0 ? null : found.right / found.of;
}
