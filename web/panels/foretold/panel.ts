import type { Panel } from "../../state/panels";
import { newest, state } from "../../state/store";

/** Outside lessons, which say themselves how a race came. */
export const panel: Panel = {
  id: "foretold",
  title: "predict.title",
  place: "right",
  order: 20,
  hideable: false,
  shown: () => state.teaching.foretold.value[newest.value[0]?.race ?? ""]?.place === "",
  tabs: ["charts", "runs", "inside"],
  load: async () => (await import("./Foretold")).Foretold,
};
