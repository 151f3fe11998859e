import type { Panel } from "../../state/panels";
import { Tasks } from "./Tasks";

export const panel: Panel = {
  id: "tasks",
  title: "form.task",
  place: "top",
  order: 10,
  hideable: true,
  load: () => Tasks,
};
