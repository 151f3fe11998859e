// Data sets that are fetched when they are first chosen: what is under way, and what becomes usable by it.

import { http } from "../http/http";
import { attempt } from "./actions";
import { fetchCatalogue } from "./language";
import { received } from "./receive";
import { receiveCatalogue, server } from "./server";
import { state } from "./store";

export function fetchSet(set: string): void {
  void attempt(async () => void (await http.fetchSet(set)));
}

export function cancelFetch(set: string): void {
  void attempt(async () => void (await http.cancelFetch(set)));
}

/** A task whose set has come can be trained at once: the catalogue says so, and nobody loads the page anew. */
export function followFetches(): void {
  const fetched = received.fetches.value.filter(({ state }) => state === "fetched").map(({ name }) => name);
  const waits = server.catalogue.peek()?.tasks.some(({ missing, data }) => missing !== null && data !== null && fetched.includes(data.name));
  if (waits) void attempt(async () => receiveCatalogue(await fetchCatalogue()));
  // Settings that wanted a set which was not here yet are looked at once more.
  const refused = state.problem.peek()?.code === "data-not-fetched" || state.problem.peek()?.code === "set-being-fetched";
  const sets = [state.task.peek()?.data?.name, state.weightsSet.peek()?.name];
  if (refused && sets.some((name) => name !== undefined && fetched.includes(name))) state.spec.value = { ...state.spec.peek() };
}
