import type { Panel } from "../../state/panels";
import { Architectures } from "./Architectures";

export const panel: Panel = {
  id: "architectures",
  title: "form.architecture",
  place: "form",
  order: 20,
  hideable: true,
  load: () => Architectures,
};
