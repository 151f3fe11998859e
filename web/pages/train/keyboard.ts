// Keys that work anywhere on the page, and stay out of the way of those that belong to a control.

import { isRace, race, stepAll, trainOrPause } from "../../state/actions";
import { laboratory } from "../../state/laboratory";
import { stepBy } from "../../state/lessons";
import { chooseNumber } from "../../state/listed";
import { map } from "../../state/map";
import { slowNotch } from "../../state/pacing";
import { openDialog, setDrawer } from "../../state/page";
import { state } from "../../state/store";

/** Elements that have a use of their own for plain keys. */
const OWN_KEYS = "input, select, textarea, button, summary, a, dialog, [role=application]:not(.plot), [role=tab]";

export function listenToKeys(): void {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.key === "Escape") escape(event.target);
    const own = event.target instanceof Element ? event.target.closest(OWN_KEYS) : null;
    // Only the space bar and the arrows mean something to a slider; letters are free there.
    const inDialog = own?.closest("dialog") != null; // The page behind it waits.
    const typing = own !== null && (inDialog || event.key === " " || !own.matches("button, summary, a, [type=range], [type=radio], [role=tab]"));
    if (!typing && act(event.key)) event.preventDefault();
  });
}

/** What floats over the page goes first, from wherever one is; then the drawer. A dialog or a menu ends by itself, alone. */
function escape(from: EventTarget | null): void {
  if (document.querySelector("dialog[open], :popover-open")) return;
  const floating = [...document.querySelectorAll<HTMLDetailsElement>("details[data-floats][open]")];
  if (floating.length === 0) setDrawer(false);
  for (const fold of floating) {
    if (from instanceof Node && fold.contains(from)) fold.querySelector("summary")?.focus();
    fold.open = false;
  }
}

/** Keys that are about lessons or the page itself; the others work what is trained, which a laboratory has not in sight. */
const EVERYWHERE = "nNbB?";

function act(key: string): boolean {
  if (map.place.peek() !== null && key === "/") {
    document.querySelector<HTMLElement>("[data-find]")?.focus();
    return true;
  }
  if ((laboratory.place.peek() !== null || map.place.peek() !== null) && !EVERYWHERE.includes(key)) return false;
  switch (key) {
    case " ":
      trainOrPause();
      return true;
    case "r":
    case "R":
      if (isRace()) void race();
      else if (state.fork.value === null) openDialog("race");
      return true;
    case "s":
    case "S":
      stepAll();
      return true;
    case "m":
    case "M":
      slowNotch();
      return true;
    case "n":
    case "N":
      stepBy(1);
      return true;
    case "b":
    case "B":
      stepBy(-1);
      return true;
    case "/":
      openDialog("jump");
      return true;
    case "?":
      openDialog("keys");
      return true;
    default:
      if (!/^[1-9]$/.test(key)) return false;
      chooseNumber(Number(key));
      return true;
  }
}
