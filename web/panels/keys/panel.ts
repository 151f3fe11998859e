import type { Panel } from "../../state/panels";
import { Keys } from "./Keys";

export const panel: Panel = {
  id: "keys",
  title: "help.title",
  place: "dialog",
  order: 20,
  hideable: false,
  load: () => Keys,
};
