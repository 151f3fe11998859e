import type { Panel } from "../../state/panels";
import { SaveReport } from "./SaveReport";

export const panel: Panel = {
  id: "report",
  title: "runs.report.title",
  place: "runs",
  order: 10,
  hideable: false,
  load: () => SaveReport,
};
