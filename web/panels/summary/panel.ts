import type { Panel } from "../../state/panels";
import { Summary } from "./Summary";

export const panel: Panel = {
  id: "summary",
  title: "place.charts",
  place: "right",
  order: 10,
  hideable: false,
  tabs: ["charts", "runs"],
  load: () => Summary,
};
