// What the address says of the page, and the page of its address.

import { readSight } from "../curves/sight";
import type { Catalogue } from "../generated/types";
import { arrivedLink } from "../setup/arrived";
import { readPlace, writePlace } from "../setup/lesson/address";
import { readLink, unknownTask } from "../setup/link";
import { row, text } from "../text/text";
import { presentSight, seeAs } from "./charted";
import { go, leave, presentLink, setUpFrom } from "./lessons";
import { state } from "./store";
import { say } from "./toasts";

export function presentAddress(): string {
  const place = state.teaching.place.value;
  return presentLink() + presentSight() + (place === null ? "" : `&${writePlace(place)}`);
}

/** The setup and the lesson of the address. A setup that comes with a lesson is one that the lesson was left in. */
export function readAddress(catalogue: Catalogue): void {
  // What follows changes the address.
  const hash = `#${arrivedLink(location.hash)}`;
  const place = readPlace(hash);
  const setup = readLink(catalogue, hash);
  if (setup) seeAs(readSight(hash));
  const loaded = state.spec.peek().task.name === "";
  const before = setup === null ? { link: "", charts: state.charts.peek() } : state.teaching.before.peek();
  if (place === null) leave();
  else go({ ...place, due: setup === null });
  // What was before the lesson is known from then where the page is only loaded anew.
  if (loaded && place) state.teaching.before.value = before;
  const unknown = loaded || setup || place === null ? setUpFrom(hash) : [];
  const task = place === null ? unknownTask(catalogue, hash) : null;
  if (task !== null) say(text("link.task", { task }));
  else if (unknown.length > 0) say(text("link.unknown", { parts: row(unknown) }));
}
