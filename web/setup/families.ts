// Architectures under the headings of their families, as soon as there are so many that one looks for them.

import type { ArchitectureEntry } from "../generated/types";

/** As many as are seen at a glance. */
const FEW = 8;

export type Named = Pick<ArchitectureEntry, "name" | "title">;
export interface FamilyGroup {
  /** null where all of them stand without a heading. */
  family: ArchitectureEntry["family"] | null;
  entries: Named[];
}

/** Those of `names`, in their order, and families in the order of their first; what has no family comes last. */
export function families(names: readonly string[], entries: readonly (Named & Pick<ArchitectureEntry, "family">)[]): FamilyGroup[] {
  const found = names.map((name) => entries.find((entry) => entry.name === name) ?? { name, title: name, family: "" as const });
  const groups = new Map<ArchitectureEntry["family"], Named[]>();
  for (const { name, title, family } of found) groups.set(family, [...(groups.get(family) ?? []), { name, title }]);
  if (found.length <= FEW || groups.size < 2) return [{ family: null, entries: found }];
  const ordered = [...groups].sort(([one], [other]) => Number(one === "") - Number(other === ""));
  return ordered.map(([family, members]) => ({ family, entries: members }));
}
