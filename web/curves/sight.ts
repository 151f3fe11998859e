// How the charts are looked at, in the page's address: …&x=step&y=log&smooth=10&band=interval. What is as usual is left out.

import { AXES } from "./axes";
import { STRENGTHS } from "./smoothing";
import type { Axis, Band } from "../state/state";

/** Parts of the address that tell of the charts and not of the setup. */
export const SIGHT_PARTS = ["x", "y", "smooth", "band"] as const;

export const BANDS: readonly Band[] = ["range", "deviation", "interval", "off"];

export interface Sight {
  axis: Axis;
  logarithmic: boolean;
  smoothing: number;
  band: Band;
}

export const USUAL: Sight = { axis: "epoch", logarithmic: false, smoothing: 0, band: "range" };

export function writeSight({ axis, logarithmic, smoothing, band }: Sight): string {
  const parts = [
    axis === USUAL.axis ? "" : `&x=${axis}`,
    logarithmic ? "&y=log" : "",
    smoothing === USUAL.smoothing ? "" : `&smooth=${smoothing}`,
    band === USUAL.band ? "" : `&band=${band}`,
  ];
  return parts.join("");
}

/** Null where the link says nothing of it: then everybody's own choice stays. What is not known here counts as left out. */
export function readSight(link: string): Sight | null {
  const said = new Map(link.replace(/^#/, "").split("&").map((part) => part.split("=", 2) as [string, string | undefined]));
  if (!SIGHT_PARTS.some((name) => said.has(name))) return null;
  const written = said.get("smooth") ?? "";
  return {
    axis: AXES.find((one) => one === said.get("x")) ?? USUAL.axis,
    logarithmic: said.get("y") === "log",
    smoothing: STRENGTHS.find((one) => String(one) === written) ?? USUAL.smoothing,
    band: BANDS.find((one) => one === said.get("band")) ?? USUAL.band,
  };
}
