// The parts of the page: each is a folder of web/panels, whose panel.ts says what it is and where it stands.

import type { ComponentType } from "preact";
import { isHidden } from "../setup/hiding";
import type { TextKey } from "../text/text";
import { state } from "./store";

/**
 * Where a part stands: in the bar, and at its end; beside the whole page; in the left column, and at the head of its form; in
 * the right column, and at the head of the table of runs; over the page.
 */
export type PanelPlace = "top" | "status" | "beside" | "left" | "form" | "right" | "runs" | "dialog";

export interface Panel {
  /** The name of its folder. A lesson or a link puts it out of sight by this name. */
  id: string;
  title: TextKey;
  place: PanelPlace;
  /** From the first to the last of its place. */
  order: number;
  hideable: boolean;
  /** Whether there is something to show; where that is not said there always is, and a dialog waits to be opened. */
  shown?: () => boolean;
  /** On a narrow screen, the tabs at which it is seen, by their panels; where that is not said it has a tab of its own. */
  tabs?: readonly string[];
  /** What a first visit does not show is fetched when it is first shown. */
  load: () => ComponentType | Promise<ComponentType>;
}

/** What is found of `../panels/X/panel.ts`, in order. */
export function collected(modules: Readonly<Record<string, { panel: Panel }>>): Panel[] {
  const found = Object.entries(modules).map(([path, { panel }]) => {
    const folder = path.split("/").at(-2);
    if (panel.id !== folder) throw new Error(`The panel of ${path} is called ${panel.id}; a panel is called as its folder.`);
    return panel;
  });
  return found.sort((one, other) => one.order - other.order);
}

let panels: readonly Panel[] = [];

/** Once, before the page is drawn. */
export function setPanels(found: readonly Panel[]): void {
  panels = found;
}

export function panelsAt(place: PanelPlace): Panel[] {
  return panels.filter((panel) => panel.place === place);
}

/** Those that a lesson or a link can put out of sight. */
export function hideable(): Panel[] {
  return panels.filter((panel) => panel.hideable);
}

export function isHideable(name: string): boolean {
  return hideable().some(({ id }) => id === name);
}

/** Of a dialog it is the button that is out of sight. */
export function isShown({ id, place, shown }: Panel): boolean {
  if (place === "dialog") return shown ? shown() : state.dialog.value === id;
  return !isHidden(state.teaching.hidden.value, id) && (shown === undefined || shown());
}

const WITH_TABS: readonly PanelPlace[] = ["beside", "left", "right"];

/** Of a narrow screen, which shows one at a time. */
export function tabs(): Panel[] {
  return WITH_TABS.flatMap(panelsAt).filter((panel) => panel.tabs === undefined && isShown(panel));
}

/** Whether a narrow screen has another tab in front. */
export function isAway({ id, tabs = [id] }: Panel): boolean {
  return !tabs.includes(state.place.value);
}
