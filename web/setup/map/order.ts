// Ideas and chapters in the order in which the map has them: the types say what they are called.

import type { MapPlace } from "../../generated/types";

type Idea = MapPlace["idea"];
export type Chapter = MapPlace["chapters"][number];

export const IDEAS: readonly Idea[] = ["learning", "evidence", "layers", "restraint", "filters", "depth", "transfer", "recurrence", "forecasting", "language", "attention", "codes", "adversaries", "capsules", "memory"];
export const CHAPTERS: readonly Chapter[] = ["demos", "convolution", "architectures", "equations", "classifiers", "further"];

export interface Path<Entry> {
  /** "" of lessons that stand in none, as people's own. */
  chapter: Chapter | "";
  lessons: Entry[];
}

/** The lessons of each chapter in their order; where two stand at one place, as they came. */
export function paths<Entry extends { place: MapPlace | null }>(lessons: readonly Entry[]): Path<Entry>[] {
  const order = ({ place }: Entry) => place?.order ?? 0;
  return [...CHAPTERS, "" as const]
    .map((chapter) => ({ chapter, lessons: lessons.filter(({ place }) => (place?.chapters[0] ?? "") === chapter).sort((one, other) => order(one) - order(other)) }))
    .filter(({ lessons }) => lessons.length > 0);
}
