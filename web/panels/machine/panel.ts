import type { Panel } from "../../state/panels";
import { state } from "../../state/store";
import { Workers } from "./Workers";

export const panel: Panel = {
  id: "machine",
  title: "machine.open",
  place: "status",
  order: 10,
  hideable: false,
  shown: () => state.link.value === "live",
  load: () => Workers,
};
