// Whether controls and charts have room side by side. Large letters need more of it, which a media query cannot know.

import { effect } from "@preact/signals";
import { state } from "../../state/store";

/** As html[data-large] in styles/base.css and the page's first script have it. */
export const LARGE = 1.875;
/** Pixels of ordinary letters. */
const ROOMY = 1200;

export function roomy(width: number, large: boolean): boolean {
  return width / (large ? LARGE : 1) >= ROOMY;
}

export function followRoom(): void {
  const follow = () => {
    document.documentElement.toggleAttribute("data-large", state.large.value);
    document.documentElement.toggleAttribute("data-roomy", roomy(innerWidth, state.large.value));
  };
  addEventListener("resize", follow);
  effect(follow);
}
