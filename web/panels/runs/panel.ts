import type { Panel } from "../../state/panels";
import { Runs } from "./Runs";

export const panel: Panel = {
  id: "runs",
  title: "place.runs",
  place: "right",
  order: 50,
  hideable: true,
  load: () => Runs,
};
