import type { Panel } from "../../state/panels";
import { state } from "../../state/store";
import { Laboratories } from "./Laboratories";

export const panel: Panel = {
  id: "laboratories",
  title: "laboratory.title",
  place: "top",
  order: 20,
  hideable: false, // In a laboratory it is the way back.
  shown: () => (state.catalogue.value?.laboratories ?? []).length > 0,
  load: () => Laboratories,
};
