import type { Panel } from "../../state/panels";

export const panel: Panel = {
  id: "jump",
  title: "jump.title",
  place: "dialog",
  order: 30,
  hideable: false,
  load: async () => (await import("./Jump")).Jump,
};
