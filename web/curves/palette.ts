// The colours of what leaves the page: always those for a light ground, as it goes into reports and onto paper.

import type { Hue } from "./groups";

export const PALETTE: Readonly<Record<Hue, string>> = {
  blue: "#0072b2",
  orange: "#d98200",
  green: "#009e73",
  purple: "#b4588f",
  red: "#d55e00",
  sky: "#3d9bd6",
  olive: "#8d8600",
  grey: "#6d727a",
};
export const INK = { text: "#1a1c20", muted: "#5a6069", line: "#e4e5e2", ground: "#ffffff" } as const;
