// Which controls stand together: sections that open, and within them what most people leave closed.

import type { Control, Part } from "./controls";

export interface Fold {
  /** Empty for what belongs to the section itself and is only for those who ask for more. */
  title: string;
  controls: Control[];
}
export interface Section extends Fold {
  folds: Fold[];
}

/** What is learnt from, and which column of it, is chosen before anything else. */
export function comesFirst(control: Control): boolean {
  return control.part === "task" && (control.shape === "data" || control.picks === "column" || control.picks === "label");
}

/** Fields of one group stand together; a group with nothing for a first lesson folds into its part's last section. */
export function sections(controls: readonly Control[], titleOf: (part: Part) => string): Section[] {
  const found: (Section & { part: Part })[] = [];
  for (const { title, part, members } of grouped(controls, titleOf)) {
    const home = found.findLast((section) => section.part === part);
    if (home && members.every((control) => control.advanced)) home.folds.push({ title, controls: members });
    else found.push(section(title, part, members));
  }
  return found;
}

function section(title: string, part: Part, members: Control[]): Section & { part: Part } {
  const plain = members.filter((control) => !control.advanced);
  const more = members.filter((control) => control.advanced);
  if (plain.length === 0) return { title, part, controls: more, folds: [] };
  return { title, part, controls: plain, folds: more.length > 0 ? [{ title: "", controls: more }] : [] };
}

function grouped(controls: readonly Control[], titleOf: (part: Part) => string) {
  const groups = new Map<string, { title: string; part: Part; members: Control[] }>();
  for (const control of controls) {
    const title = control.group || titleOf(control.part);
    const group = groups.get(title);
    if (group) group.members.push(control);
    else groups.set(title, { title, part: control.part, members: [control] });
  }
  return groups.values();
}
