import type { Panel } from "../../state/panels";

export const panel: Panel = {
  id: "data",
  title: "data.look",
  place: "dialog",
  order: 45,
  hideable: false,
  load: async () => (await import("./LookAtData")).LookAtData,
};
