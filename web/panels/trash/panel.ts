import type { Panel } from "../../state/panels";

export const panel: Panel = {
  id: "trash",
  title: "trash.title",
  place: "dialog",
  order: 50,
  hideable: false,
  load: async () => (await import("./Trash")).Trash,
};
