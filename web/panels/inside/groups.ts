// Views under their headings, and how keys go through them. Pure.

import type { View } from "../../generated/types";

export interface ViewGroup {
  name: View["group"];
  views: View[];
}

/** As models/look/groups.py has them. */
export const GROUPS: readonly View["group"][] = ["answers", "looks", "layers", "memory", "costs"];

/** The groups that have a view, each with its own in the order in which they came. */
export function grouped(views: readonly View[]): ViewGroup[] {
  return GROUPS.map((name) => ({ name, views: views.filter(({ group }) => group === name) })).filter((one) => one.views.length > 0);
}

/** The view that a key leads to: left and right to the one beside, up and down to the first of another group; null where
 *  it is no such key. */
export function viewAfter(groups: readonly ViewGroup[], present: View, key: string): View | null {
  const all = groups.flatMap(({ views }) => views);
  const from = all.indexOf(present);
  const own = groups.findIndex(({ views }) => views.includes(present));
  const around = <One>(list: readonly One[], place: number) => list[(place + list.length) % list.length];
  switch (key) {
    case "ArrowRight":
      return around(all, from + 1) ?? null;
    case "ArrowLeft":
      return around(all, from - 1) ?? null;
    case "ArrowDown":
      return around(groups, own + 1)?.views[0] ?? null;
    case "ArrowUp":
      return around(groups, own - 1)?.views[0] ?? null;
    case "Home":
      return all[0] ?? null;
    case "End":
      return all.at(-1) ?? null;
    default:
      return null;
  }
}
