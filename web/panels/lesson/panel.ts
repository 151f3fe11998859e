import type { Panel } from "../../state/panels";
import { state } from "../../state/store";

export const panel: Panel = {
  id: "lesson",
  title: "place.lesson",
  place: "beside",
  order: 10,
  hideable: false,
  shown: () => state.teaching.place.value !== null,
  load: async () => (await import("./Pane")).Pane,
};
