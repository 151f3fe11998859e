import type { Panel } from "../../state/panels";

export const panel: Panel = {
  id: "gallery",
  title: "lessons.title",
  place: "dialog",
  order: 60,
  hideable: false,
  load: async () => (await import("./Gallery")).Gallery,
};
