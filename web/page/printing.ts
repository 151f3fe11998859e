// Paper is white, and does not shrink letters: whoever prints from the dark page gets the light one, with charts drawn for paper.

import { effect } from "@preact/signals";
import { onPaper } from "../state/ground";
import { state } from "../state/here";

/** Printing waits for nothing: what it needs must be here before. */
let paper: ((now: Date) => string) | null = null;

export function printInLight(): void {
  const sheet = document.createElement("div");
  sheet.className = "paper";
  addEventListener("beforeprint", () => {
    onPaper.value = true;
    sheet.innerHTML = paper?.(new Date()) ?? "";
    if (sheet.innerHTML !== "") document.body.prepend(sheet);
  });
  addEventListener("afterprint", () => {
    onPaper.value = false;
    sheet.remove();
  });
  effect(() => {
    if (paper === null && state.runs.value.size > 0) void load();
  });
}

async function load(): Promise<void> {
  const { paper: made } = await import("../report/paper");
  paper = made;
}
