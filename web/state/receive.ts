// The one place where what the server says changes the state.

import { batch, signal } from "@preact/signals";
import { append, begunAgain, emptyHistory, type History, pausedAt } from "../curves/history";
import type { EventFrame, Fetch, ViewAnswer, Run, ServerFrame, State, Wording } from "../generated/types";

/** What the server has told. A new one for each test. */
export function createReceived() {
  return {
    runs: signal<ReadonlyMap<string, Run>>(new Map()),
    /** Columns grow in place; `grown` says that they did. */
    histories: new Map<string, History>(),
    grown: signal(0),
    /** Answers of views, by run, view, question and step. */
    looked: signal<ReadonlyMap<string, ViewAnswer>>(new Map()),
    /** Why a view was refused, by run, view and question. */
    refused: signal<ReadonlyMap<string, Wording>>(new Map()),
    /** Runs that are in the trash, as far as the server has told. */
    trashed: signal<ReadonlySet<string>>(new Set()),
    /** Data sets that were asked for, each with how far its last fetching is. */
    fetches: signal<readonly Fetch[]>([]),
    /** What whoever sits here may do; null before the server has told. */
    may: signal<readonly string[] | null>(null),
  };
}
export type Received = ReturnType<typeof createReceived>;

/** That of this page. */
export const received = createReceived();

export function receive(state: Received, frame: ServerFrame): void {
  switch (frame.type) {
    case "hello":
      state.may.value = frame.may;
      return;
    case "fetches":
      state.fetches.value = frame.fetches;
      return;
    case "beat":
    case "caught_up":
    case "trouble":
      return; // What the link and the page read themselves.
    case "runs":
      return changeRuns(state, frame.runs, frame.removed, frame.places);
    case "history":
      return startOver(state, frame.run, { ...emptyHistory(), before: state.histories.get(frame.run)?.before ?? [] }, (history) => {
        history.attempt = state.runs.value.get(frame.run)?.attempts.at(-1)?.number ?? 1;
        history.seq = frame.seq;
        for (const curves of frame.curves) append(history, curves);
        for (const event of frame.events) note(history, event);
      });
    case "event":
      return hear(state, frame);
    case "reset":
      return startOver(state, frame.run, begunAgain(state.histories.get(frame.run)), () => {});
    case "view":
      return see(state, frame.look);
    case "refused":
      state.refused.value = new Map(state.refused.value).set(askedKey(frame), frame.detail);
      return;
    default:
      return never(frame);
  }
}

function never(frame: never): never {
  throw new Error(`The server sent a frame that this page does not know: ${JSON.stringify(frame)}`);
}

function changeRuns(state: Received, changed: Run[], removed: string[], places: Record<string, number> | null): void {
  const runs = new Map(state.runs.value);
  for (const run of changed) {
    const known = runs.get(run.id);
    if (run.deleted) runs.delete(run.id);
    // What never changes stays the same object, and what follows from it need not be found anew.
    else runs.set(run.id, known ? { ...run, spec: known.spec, varied: known.varied } : run);
  }
  for (const id of removed) runs.delete(id);
  if (places !== null) number(runs, places);
  const trashed = new Set([...state.trashed.value, ...removed].filter((id) => !runs.has(id)));
  batch(() => {
    state.runs.value = runs;
    if (trashed.size !== state.trashed.value.size) state.trashed.value = trashed;
  });
}

/** Places are told as a whole: where one leaves the queue, all behind it move, and none of them is said anew. */
function number(runs: Map<string, Run>, places: Record<string, number>): void {
  for (const [id, run] of runs) {
    const place = run.state === "queued" ? (places[id] ?? run.place) : null;
    if (place !== run.place) runs.set(id, { ...run, place });
  }
}

function startOver(state: Received, run: string, history: History, fill: (history: History) => void): void {
  fill(history);
  state.histories.set(run, history);
  state.grown.value++;
}

function hear(state: Received, said: EventFrame): void {
  const history = state.histories.get(said.run) ?? emptyHistory();
  state.histories.set(said.run, history);
  if (said.seq <= history.seq) return; // Heard before the link broke.
  history.seq = said.seq;
  history.attempt = said.attempt;
  batch(() => {
    if (said.event.type === "points") append(history, said.event);
    else note(history, said.event);
    if (said.event.type === "state") changeState(state, said.run, said.event);
    state.grown.value++;
  });
}

function note(history: History, event: Exclude<EventFrame["event"], { type: "points" }>): void {
  switch (event.type) {
    case "changed":
      history.changes.push(event);
      return;
    case "notice":
      history.notices.push(event);
      return;
    case "state":
      if (Object.keys(event.versions).length > 0) history.versions = event.versions;
      if (event.state === "paused") pausedAt(history, event);
      return; // The run itself carries its state, and its snapshots.
    case "checkpoint":
      return;
  }
}

/** A state is heard as an event before the run comes in full; the page must not lag behind it. */
function changeState(state: Received, id: string, event: State): void {
  const run = state.runs.value.get(id);
  if (run === undefined) return;
  const baseline = Object.keys(event.baseline).length > 0 ? event.baseline : run.baseline;
  const changed: Run = {
    ...run,
    state: event.state,
    reason: event.reason,
    baseline,
    parameters: event.parameters || run.parameters,
    steps: event.steps || run.steps,
    steps_per_epoch: event.steps_per_epoch || run.steps_per_epoch,
  };
  state.runs.value = new Map(state.runs.value).set(id, changed);
}

/** Answers are kept by run, view, question and step: a pinned question gains a row for each. */
function see(state: Received, looked: ViewAnswer): void {
  const seen = new Map(state.looked.value);
  seen.set(lookKey(looked.run, looked.view, looked.question, looked.at), looked);
  if (typeof looked.at !== "number") seen.set(lookKey(looked.run, looked.view, looked.question, looked.step), looked);
  if (seen.size > MOST_KEPT) for (const key of [...seen.keys()].slice(0, seen.size - MOST_KEPT)) seen.delete(key);
  const refused = new Map(state.refused.value);
  refused.delete(askedKey(looked));
  batch(() => {
    state.looked.value = seen;
    state.refused.value = refused;
  });
}

/** A long lesson must not fill the memory of the page with pictures. */
const MOST_KEPT = 600;

/** A refusal is of a question, whatever the step it was asked at. */
export function askedKey({ run, view, question }: { run: string; view: string; question: string }): string {
  return JSON.stringify([run, view, question]);
}

export function lookKey(run: string, view: string, question: string, at: ViewAnswer["at"]): string {
  return JSON.stringify([run, view, question, at]);
}
