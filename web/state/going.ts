// To a control, wherever it is folded away, and to a part of the page.

import { openDataView } from "./page";
import { viewsOfData } from "./present";
import { state } from "./store";

export function goTo(pointer: string): void {
  state.place.value = "form";
  state.drawer.value = true;
  requestAnimationFrame(() => {
    const field = document.querySelector(`[data-pointer="${pointer}"]`);
    for (let fold = field?.closest("details"); fold; fold = fold.parentElement?.closest("details")) fold.open = true;
    field?.scrollIntoView({ block: "center" });
    field?.querySelector<HTMLElement>("input:checked, input, select, button")?.focus();
  });
}

/** To what is seen inside the networks; "" is whichever view is there. A view of the data alone is looked at by itself. */
export function lookInside(view: string): void {
  if (viewsOfData.peek().some(({ name }) => name === view)) return openDataView(view);
  if (view !== "") state.view.value = view;
  state.place.value = "inside";
  bringIntoView("[data-panel=inside] > *");
}

/** A part of the page that somebody is about to watch; nothing moves where it can be seen already. */
export function bringIntoView(selector: string): void {
  requestAnimationFrame(() => {
    const part = document.querySelector(selector);
    const box = part?.getBoundingClientRect();
    if (!part || !box) return;
    const covered = Number.parseFloat(getComputedStyle(part).scrollMarginTop);
    if (box.top >= covered && Math.min(box.bottom, box.top + LEAST_SEEN) <= innerHeight) return;
    part.scrollIntoView({ block: "start" });
  });
}

/** Pixels of a part that make it seen. */
const LEAST_SEEN = 240;
