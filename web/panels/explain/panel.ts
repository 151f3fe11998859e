import type { Panel } from "../../state/panels";
import { Cards } from "./Cards";

export const panel: Panel = {
  id: "explain",
  title: "explain.title",
  place: "right",
  order: 40,
  hideable: false,
  tabs: ["charts"],
  load: () => Cards,
};
