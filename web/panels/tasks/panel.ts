import { laboratory } from "../../state/laboratory";
import { map } from "../../state/map";
import type { Panel } from "../../state/panels";
import { Tasks } from "./Tasks";

export const panel: Panel = {
  id: "tasks",
  title: "form.task",
  place: "top",
  order: 10,
  hideable: true,
  shown: () => laboratory.place.value === null && map.place.value === null,
  load: () => Tasks,
};
