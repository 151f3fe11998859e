// A fair race: every network gets so many parameters as the one in the form. In the page's address: …&equal=1

import type { Catalogue } from "../generated/types";
import type { Control } from "./controls";
import { networks } from "./networks";
import { controlsOf, NETWORKS, type Spec, type Vary } from "./spec";
import { field } from "./vary";

/** The part of the address that tells of it. */
export const EQUAL = "equal";

/** The settings that give way, where what is raced changes the size of networks that have such a setting. */
export function yielding(catalogue: Catalogue | null, spec: Spec, vary: Vary): Control[] {
  const raced = field(vary);
  if (catalogue === null || !raced.startsWith(NETWORKS)) return [];
  const all = raced === NETWORKS ? networks(vary) : [spec.architecture];
  const found = all.flatMap((architecture) => capacity(controlsOf(catalogue, { ...spec, architecture }, "architecture")) ?? []);
  return [...new Set(found)].filter(({ pointer }) => pointer !== raced);
}

function capacity(controls: readonly Control[]): Control | undefined {
  return controls.find(({ role, shape }) => role === "capacity" && shape === "number");
}

export function writeEqual(on: boolean): string {
  return on ? `&${EQUAL}=1` : "";
}

export function readEqual(link: string): boolean {
  return link.split("&").includes(`${EQUAL}=1`);
}
