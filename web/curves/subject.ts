// A run as the charts have it: what was measured, its colours and its name.

import type { Run } from "../generated/types";
import type { Paint } from "./groups";
import type { History } from "./history";

export interface Subject {
  run: Run;
  history: History | undefined;
  paint: Paint;
  name: string;
  groupName: string;
  /** From before the newest race, and nobody asked for it. */
  old?: boolean;
}

/** Runs that differ only in their seed together. */
export function grouped(subjects: readonly Subject[]): Subject[][] {
  const groups = new Map<string, Subject[]>();
  for (const subject of subjects) {
    const members = groups.get(subject.paint.group);
    if (members) members.push(subject);
    else groups.set(subject.paint.group, [subject]);
  }
  return [...groups.values()];
}
