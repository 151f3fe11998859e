// Paper is white, and does not shrink letters: whoever prints from the dark page gets the light one, with charts drawn for paper.

import { effect } from "@preact/signals";
import { drawForPaper, onPaper } from "../../state/ground";
import { state } from "../../state/store";

export function printInLight(): void {
  const sheet = document.createElement("div");
  sheet.className = "paper";
  let paper: ((now: Date) => string) | null = null;
  let fetching = false;
  const fill = () => {
    sheet.innerHTML = paper?.(new Date()) ?? "";
    if (sheet.innerHTML !== "") document.body.prepend(sheet);
  };
  addEventListener("beforeprint", () => {
    drawForPaper(true);
    fill();
  });
  addEventListener("afterprint", () => {
    drawForPaper(false);
    sheet.remove();
  });
  // Printing waits for nothing: what it needs is fetched as soon as there is something to print.
  const load = async () => {
    fetching = true;
    try {
      paper = (await import("../../panels/report/paper")).paper;
      if (onPaper.peek()) fill();
    } catch {
      fetching = false; // Nobody answers just now: the next run tries again, and until then the page itself is printed.
    }
  };
  effect(() => {
    if (state.runs.value.size > 0 && !fetching) void load();
  });
}
