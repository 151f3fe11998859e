import type { Panel } from "../../state/panels";
import { Inside } from "./Inside";

export const panel: Panel = {
  id: "inside",
  title: "place.inside",
  place: "right",
  order: 60,
  hideable: true,
  load: () => Inside,
};
