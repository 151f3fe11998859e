// What of the page is seen: the place on a narrow screen, the drawer, a dialog; its colours, letters and language.

import { signal } from "@preact/signals";
import { LANGUAGES, type Choice } from "../text/languages";
import { isBoolean, oneOf, persisted } from "./storage";

export const THEMES = ["system", "dark", "light"] as const;
export type Theme = (typeof THEMES)[number];

export interface Explained {
  title: string;
  words: string;
}

export const page = {
  /** On a narrow screen, the panel whose tab is in front. */
  place: signal("charts"),
  drawer: signal(false),
  /** The panel that is open over the page. */
  dialog: signal<string | null>(null),
  /** The view of the data that is first where the data are looked at; "" for their own order. */
  dataView: signal(""),
  /** A part of the page that somebody is about to watch: it is brought into view, and asked for by a new object. */
  watched: signal<{ part: "charts" } | null>(null),
  /** The panel of the right column that the pointer is over. */
  pointedPanel: signal<string | null>(null),
  /** JSON pointers of the controls that something on the page points at. */
  pointed: signal<readonly string[]>([]),
  /** What the pointer or the keyboard is at, in words, on the one line kept free for it. */
  explained: signal<Explained | null>(null),
  theme: persisted<Theme>("theme", oneOf(THEMES), "system", "same"),
  /** Letters for the last row of a classroom. */
  large: persisted("large", isBoolean, false),
  language: persisted<Choice>("language", oneOf(["browser", ...LANGUAGES]), "browser", "same"),
};

export function goToPlace(panel: string): void {
  page.place.value = panel;
}

export function setDrawer(open: boolean): void {
  page.drawer.value = open;
}

export function openDialog(panel: string): void {
  page.dataView.value = "";
  page.dialog.value = panel;
}

export function openDataView(view: string): void {
  openDialog("data");
  page.dataView.value = view;
}

export function closeDialog(): void {
  page.dialog.value = null;
}

export function pointAtPanel(panel: string | null): void {
  page.pointedPanel.value = panel;
}

export function pointAt(pointers: readonly string[]): void {
  page.pointed.value = pointers;
}

/** As the system has it, dark, light, and round again. */
export function nextTheme(): void {
  page.theme.value = THEMES[(THEMES.indexOf(page.theme.value) + 1) % THEMES.length] ?? "system";
}

export function setLarge(large: boolean): void {
  page.large.value = large;
}

export function chooseLanguage(language: Choice): void {
  page.language.value = language;
}
