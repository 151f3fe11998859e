// Long curves come thinned out. Who looks closer, smooths or saves them gets every row that was measured.

import { effect } from "@preact/signals";
import { type Clock, type Columns, makeWhole, parsed } from "../curves/history";
import { http, Refusal } from "../http/http";
import { shown, state } from "./store";

/** Each is asked for once; after a broken link there are new ones. */
const asked = new WeakSet<Columns>();
let asking = Promise.resolve();

/** Asks for what the charts need from now on. */
export function keepWhole(): void {
  effect(() => {
    state.grown.value;
    if (state.window.value !== null || state.smoothing.value > 0) void allRows();
  });
}

/** Every row of every run that is shown. One after the other: it may be a lot. */
export function allRows(): Promise<void> {
  for (const { id } of shown.peek())
    for (const clock of ["epoch", "batch"] as const) {
      const columns = state.histories.get(id)?.clocks[clock];
      if (!columns?.thinned || asked.has(columns)) continue;
      asked.add(columns);
      asking = asking.then(() => ask(id, clock));
    }
  return asking;
}

async function ask(id: string, clock: Clock): Promise<void> {
  const history = state.histories.get(id);
  try {
    const rows = parsed(await http.rows(id, clock));
    // After a broken link the run may have begun anew.
    if (history === undefined || state.histories.get(id) !== history || !rows.has("step")) return;
    makeWhole(history, clock, rows);
    state.grown.value++;
  } catch (error) {
    // What is there stays; the link says by itself that nobody answers.
    if (!(error instanceof Refusal)) throw error;
  }
}
