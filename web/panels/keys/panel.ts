import type { Panel } from "../../state/panels";

export const panel: Panel = {
  id: "keys",
  title: "help.title",
  place: "dialog",
  order: 20,
  hideable: false,
  load: async () => (await import("./Keys")).Keys,
};
