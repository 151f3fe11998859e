// Paper is white: whoever prints from the dark page gets the light one, and the dark one back.

import type { Theme } from "../state/state";
import { state } from "../state/here";

export function printInLight(): void {
  let before: Theme = state.theme.peek();
  addEventListener("beforeprint", () => {
    before = state.theme.peek();
    state.theme.value = "light";
  });
  addEventListener("afterprint", () => {
    state.theme.value = before;
  });
}
