// The address follows the page, and what a person changes is a step that Back goes back.

import { effect } from "@preact/signals";
import { SIGHT_PARTS } from "../setup/link";

let own = 0;

/** What the page changes by itself, for a reason that it says, joins the step that led to it. */
export function amend(change: () => void): void {
  own++;
  try {
    change();
  } finally {
    own--;
  }
}

/** Parts of two links that are not the same, by name; how charts are looked at counts as none. */
export function changedParts(before: string, after: string): string {
  const parts = (link: string) => new Map(link.split("&").map((part) => [part.startsWith("#") ? "#" : (part.split("=", 1)[0] ?? ""), part]));
  const [old, young] = [parts(before), parts(after)];
  const names = [...new Set([...old.keys(), ...young.keys()])].filter((name) => old.get(name) !== young.get(name));
  return names.filter((name) => !(SIGHT_PARTS as readonly string[]).includes(name)).sort().join(" ");
}

/** One step for one control, however often it is moved: a slider that is dragged would fill the whole history. */
export function keepAddress(present: () => string): void {
  let pending = false;
  let step = false;
  let last = "";
  let arriving = true;
  const write = () => {
    pending = false;
    const link = present();
    const changed = changedParts(location.hash, link);
    const push = step && changed !== "" && changed !== last && !arriving;
    step = arriving = false;
    if (link === location.hash) return;
    if (changed !== "") last = changed;
    if (push) history.pushState(null, "", link);
    else history.replaceState(null, "", link);
  };
  // Back and Forward: the control that was moved last begins a step of its own again.
  addEventListener("popstate", () => {
    last = "";
  });
  effect(() => {
    present();
    step ||= own === 0;
    if (pending) return;
    pending = true;
    queueMicrotask(write);
  });
}
