import type { Panel } from "../../state/panels";

export const panel: Panel = {
  id: "race",
  title: "race.title",
  place: "dialog",
  order: 10,
  hideable: true,
  load: async () => (await import("./Race")).Race,
};
