import type { Panel } from "../../state/panels";
import { Presets } from "./Presets";

export const panel: Panel = {
  id: "presets",
  title: "form.preset",
  place: "form",
  order: 10,
  hideable: true,
  load: () => Presets,
};
