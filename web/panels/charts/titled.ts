// A chart of one series, and the kinds of files that it is taken away as.

import type { SeriesText } from "../../generated/types";

export interface Titled {
  title: string;
  name: string;
  series: SeriesText;
}

export const KINDS = ["png", "svg", "csv", "py"] as const;
/** Of all charts at once. */
export const TOGETHER = ["svg", "png", "pdf", "tex"] as const;
export type TogetherKind = (typeof TOGETHER)[number];
export type Kind = (typeof KINDS)[number];
