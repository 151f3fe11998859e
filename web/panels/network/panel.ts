import type { Panel } from "../../state/panels";
import { Network } from "./Network";

export const panel: Panel = {
  id: "network",
  title: "network.title",
  place: "form",
  order: 30,
  hideable: true,
  load: () => Network,
};
