// Ideas and chapters in the order in which the map has them: the types say what they are called.

import type { MapPlace } from "../../generated/types";

type Idea = MapPlace["idea"];
type Chapter = MapPlace["chapters"][number];

export const IDEAS: readonly Idea[] = ["learning", "evidence", "layers", "restraint", "filters", "depth", "transfer", "recurrence", "forecasting", "language", "attention", "codes", "adversaries", "capsules", "memory"];
export const CHAPTERS: readonly Chapter[] = ["demos", "convolution", "architectures", "equations", "classifiers", "further"];
