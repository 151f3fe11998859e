import { afterEach, expect, test, vi } from "vitest";
import type { Lesson } from "../generated/types";
import { panels } from "../pages/train/panels";
import { unknownParts } from "../state/arriving";
import { setUpFrom } from "../state/lessons";
import { goToPlace, openDialog, page } from "../state/page";
import { collected, hideable, isAway, isHideable, isShown, type Panel, panelsAt, setPanels, tabs } from "../state/panels";
import { receiveCatalogue } from "../state/server";
import { state } from "../state/store";
import { hide, hideNothing } from "../state/teaching";
import { catalogue } from "./world";

// What the components listen to; nothing is drawn here.
vi.hoisted(() => vi.stubGlobal("document", { addEventListener: () => {} }));

const timeline: Panel = { id: "timeline", title: "summary.starting", place: "right", order: 45, hideable: true, load: () => () => null };
const modules = Object.fromEntries(panels.map((panel) => [`../../panels/${panel.id}/panel.ts`, { panel }]));
const more = (panel: Panel, folder = panel.id) => collected({ ...modules, [`../../panels/${folder}/panel.ts`]: { panel } });
const ids = (found: readonly Panel[]) => found.map(({ id }) => id);

afterEach(() => {
  hideNothing();
  goToPlace("charts");
  page.dialog.value = null;
});

test("one more folder is one more part of the page, in its place, with its title, its tab and its hiding", () => {
  setPanels(more(timeline));
  receiveCatalogue(catalogue());
  expect(ids(panelsAt("right"))).toEqual(["summary", "foretold", "charts", "explain", "timeline", "runs", "inside"]);
  expect(tabs().map(({ id, title }) => [id, title])).toContainEqual(["timeline", "summary.starting"]);
  expect(isAway(timeline)).toBe(true);
  goToPlace("timeline");
  expect([isAway(timeline), isAway(panelsAt("left")[0] as Panel)]).toEqual([false, true]);
  expect(ids(hideable())).toContain("timeline");
  expect(setUpFrom("#sums/reader&hide=timeline~wings")).toEqual(["wings"]);
  expect(isShown(timeline)).toBe(false);
  expect(ids(tabs())).not.toContain("timeline");
  hide("timeline", false);
  expect(isShown(timeline)).toBe(true);
});

test("what a lesson puts out of sight and this page does not have is named", () => {
  const lesson = { steps: [{ hide: ["race", "/training", "timeline"] }, { hide: null }] } as unknown as Lesson;
  setPanels(panels);
  expect([unknownParts(lesson, 0), unknownParts(lesson, 1)]).toEqual([["timeline"], []]);
  setPanels(more(timeline));
  expect(unknownParts(lesson, 0)).toEqual([]);
});

test("a part that something has to be there for, and a dialog, are shown only then", () => {
  setPanels(panels);
  const named = (name: string) => panels.find(({ id }) => id === name) as Panel;
  expect([isShown(named("lesson")), isShown(named("compare")), isShown(named("trash"))]).toEqual([false, false, false]);
  openDialog("trash");
  expect([isShown(named("trash")), isShown(named("race"))]).toEqual([true, false]);
  expect(isHideable("trash")).toBe(false);
});

test("a narrow screen shows one tab at a time, and those that have none are seen beside others", () => {
  setPanels(panels);
  expect(ids(tabs())).toEqual(["form", "charts", "runs", "inside"]);
  const seenAt = (tab: string) => {
    goToPlace(tab);
    return ids(panelsAt("right").filter((panel) => !isAway(panel)));
  };
  expect(seenAt("charts")).toEqual(["summary", "foretold", "charts", "explain"]);
  expect(seenAt("runs")).toEqual(["summary", "foretold", "runs"]);
  expect(seenAt("inside")).toEqual(["foretold", "inside"]);
  expect(seenAt("form")).toEqual([]);
});

test("a panel is called as its folder", () => {
  expect(() => more(timeline, "timelines")).toThrow("a panel is called as its folder");
  expect(state.dialog.value).toBe(null);
});
