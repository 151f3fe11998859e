// A fair race: every network gets so many parameters as the one in the form. In the page's address: …&equal=1

import type { Control } from "./controls";
import type { Vary } from "./spec";
import { field } from "./vary";

/** The part of the address that tells of it. */
export const EQUAL = "equal";

/** The setting that gives way, where what is raced changes the size of networks that have such a setting. */
export function yielding(controls: readonly Control[], vary: Vary): Control | undefined {
  const raced = field(vary);
  const found = controls.find(({ role, shape }) => role === "capacity" && shape === "number");
  return raced.startsWith("/architecture/") && raced !== found?.pointer ? found : undefined;
}

export function writeEqual(on: boolean): string {
  return on ? `&${EQUAL}=1` : "";
}

export function readEqual(link: string): boolean {
  return link.split("&").includes(`${EQUAL}=1`);
}
