import type { Panel } from "../../state/panels";
import { state } from "../../state/store";

export const panel: Panel = {
  id: "compare",
  title: "runs.compare.title",
  place: "dialog",
  order: 40,
  hideable: false,
  shown: () => state.compared.value !== null,
  load: async () => (await import("./Compare")).Compare,
};
