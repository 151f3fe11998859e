import type { SeriesText } from "../generated/types";
export function Save(_: { title: string; name: string; series: SeriesText }) {
  return null;
}
