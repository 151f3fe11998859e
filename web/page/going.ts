// To a control, wherever it is folded away.

import { state } from "../state/here";

export function goTo(pointer: string): void {
  state.place.value = "controls";
  state.drawer.value = true;
  requestAnimationFrame(() => {
    const field = document.querySelector(`[data-pointer="${pointer}"]`);
    for (let fold = field?.closest("details"); fold; fold = fold.parentElement?.closest("details")) fold.open = true;
    field?.scrollIntoView({ block: "center" });
    field?.querySelector<HTMLElement>("input:checked, input, select, button")?.focus();
  });
}
