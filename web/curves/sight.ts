// How the charts are looked at, in the page's address: …&x=step&y=log&smooth=10&band=interval. What is as usual is left out.

import { SIGHT_PARTS } from "../setup/link";
import { AXES, type Axis, type Band, BANDS } from "./axis";
import { STRENGTHS } from "./smoothing";

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
