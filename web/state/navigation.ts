// What the address says of the page, and the page of its address.

import { readSight } from "../curves/sight";
import type { Catalogue } from "../generated/types";
import { arrivedLink } from "../setup/arrived";
import { readLaboratory, writeLaboratory } from "../setup/laboratory";
import { readPlace, writePlace } from "../setup/lesson/address";
import { readLink, unknownTask } from "../setup/link";
import { readMap, writeMap } from "../setup/map/address";
import { row, text } from "../text/text";
import { presentSight, seeAs } from "./charted";
import { laboratory, openLaboratory, toNetworks } from "./laboratory";
import { go, leave, presentLink, setUpFrom } from "./lessons";
import { map, openMap } from "./map";
import { hideable } from "./panels";
import { state } from "./store";
import { say } from "./toasts";

export function presentAddress(): string {
  const place = state.teaching.place.value;
  const catalogue = state.catalogue.value;
  const here = laboratory.place.value;
  const what = map.place.value ? writeMap(map.place.value) : catalogue !== null && here !== null ? writeLaboratory(catalogue, here) : presentLink() + presentSight();
  return what + (place === null ? "" : `&${writePlace(place)}`);
}

/** The setup and the lesson of the address. A setup that comes with a lesson is one that the lesson was left in. */
export function readAddress(catalogue: Catalogue): void {
  // What follows changes the address.
  const hash = `#${arrivedLink(location.hash)}`;
  const place = readPlace(hash);
  const inside = readLaboratory(catalogue, hash);
  const mapped = readMap(hash);
  const setup = readLink(catalogue, hash, hideable().map(({ id }) => id));
  if (setup) seeAs(readSight(hash));
  const loaded = state.spec.peek().task.name === "";
  const before = setup === null ? { link: "", charts: state.charts.peek() } : state.teaching.before.peek();
  if (place === null) leave();
  else go({ ...place, due: setup === null && ((inside === null && mapped === null) || loaded) });
  // What was before the lesson is known from then where the page is only loaded anew.
  if (loaded && place) state.teaching.before.value = before;
  const unknown = loaded || setup || (place === null && inside === null && mapped === null) ? setUpFrom(hash) : [];
  if (inside?.place) openLaboratory(inside.place);
  else toNetworks();
  if (mapped) openMap(mapped);
  const task = place === null && inside === null ? unknownTask(catalogue, hash) : null;
  if (inside?.place === null) say(text("link.laboratory", { name: row(inside.unknown) }));
  else if (task !== null) say(text("link.task", { task }));
  else sayUnknown(inside?.unknown ?? unknown);
}

function sayUnknown(parts: readonly string[]): void {
  if (parts.length > 0) say(text("link.unknown", { parts: row(parts) }));
}
