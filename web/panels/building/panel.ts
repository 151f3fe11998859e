import type { Panel } from "../../state/panels";
import { state } from "../../state/store";

export const panel: Panel = {
  id: "building",
  title: "place.lesson",
  place: "beside",
  order: 20,
  hideable: false,
  shown: () => state.teaching.building.value && state.teaching.place.value === null,
  load: async () => (await import("./Builder")).Builder,
};
