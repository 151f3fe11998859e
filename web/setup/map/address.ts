// Where one is on the map, and its link: #map&by=chapter&only=lesson&find=1997

import { arrivedLink, unescaped, unpunctuated } from "../arrived";

export const BY = ["idea", "chapter"] as const;
export const ONLY = ["all", "task", "network", "laboratory", "lesson"] as const;

export interface MapPlace {
  by: (typeof BY)[number];
  only: (typeof ONLY)[number];
  /** What is looked for. */
  find: string;
}

export const PLAIN: MapPlace = { by: "idea", only: "all", find: "" };

export function writeMap({ by, only, find }: MapPlace): string {
  const parts = [by === PLAIN.by ? "" : `by=${by}`, only === PLAIN.only ? "" : `only=${only}`, find === "" ? "" : `find=${encodeURIComponent(find)}`];
  return ["#map", ...parts.filter((part) => part !== "")].join("&");
}

/** Null where the link is none to the map. */
export function readMap(link: string): MapPlace | null {
  const [word = "", ...parts] = arrivedLink(link).split("&");
  if (unpunctuated(word).toLowerCase() !== "map") return null;
  const said = new Map(parts.map((part) => [part.split("=", 1)[0] ?? "", unescaped(part.slice(part.indexOf("=") + 1))]));
  return {
    by: BY.find((one) => one === said.get("by")) ?? PLAIN.by,
    only: ONLY.find((one) => one === said.get("only")) ?? PLAIN.only,
    find: said.get("find") ?? "",
  };
}
