import type { Panel } from "../../state/panels";
import { ChartArea } from "./ChartArea";

export const panel: Panel = {
  id: "charts",
  title: "place.charts",
  place: "right",
  order: 30,
  hideable: false,
  load: () => ChartArea,
};
