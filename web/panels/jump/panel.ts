import type { Panel } from "../../state/panels";
import { Jump } from "./Jump";

export const panel: Panel = {
  id: "jump",
  title: "jump.title",
  place: "dialog",
  order: 30,
  hideable: false,
  load: () => Jump,
};
