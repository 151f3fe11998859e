import type { Panel } from "../../state/panels";
import { Form } from "./Form";

export const panel: Panel = {
  id: "form",
  title: "place.controls",
  place: "left",
  order: 10,
  hideable: false,
  load: () => Form,
};
