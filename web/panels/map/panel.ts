import type { Panel } from "../../state/panels";
import { ToMap } from "./ToMap";

export const panel: Panel = {
  id: "map",
  title: "map.title",
  place: "top",
  order: 15,
  hideable: false, // On the map it is the way back.
  load: () => ToMap,
};
