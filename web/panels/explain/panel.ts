import { later } from "../../parts/later";
import type { Panel } from "../../state/panels";
import { state } from "../../state/store";

const Cards = later(async () => (await import("./Cards")).Cards, true);

export const panel: Panel = {
  id: "explain",
  title: "explain.title",
  place: "right",
  order: 40,
  hideable: false,
  shown: () => state.runs.value.size > 0,
  tabs: ["charts"],
  load: () => Cards,
};
