import type { Panel } from "../../state/panels";
import { state } from "../../state/store";

export const panel: Panel = {
  id: "ask",
  title: "predict.title",
  place: "dialog",
  order: 70,
  hideable: false,
  shown: () => state.teaching.asking.value !== null,
  load: async () => (await import("./Ask")).Ask,
};
