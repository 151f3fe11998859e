import { expect, test, vi } from "vitest";
import type { EventFrame, ServerFrame } from "../generated/types";
import { connect, type Socket } from "../live/link";
import { createReceived, receive } from "../state/receive";
import { run, wording } from "./world";

function points(seq: number, epoch: number): ServerFrame {
  const event: EventFrame["event"] = { type: "points", clock: "epoch", columns: { epoch: [epoch], "validation/exact": [epoch / 10] } };
  return { type: "event", run: "a", attempt: 1, seq, at: "", event };
}

test("points are appended in order, and what was heard before is not heard twice", () => {
  const state = createReceived();
  for (const frame of [points(1, 0), points(2, 1), points(2, 1), points(3, 2)]) receive(state, frame);
  expect(state.histories.get("a")?.clocks.epoch.named.get("epoch")).toEqual([0, 1, 2]);
  expect(state.histories.get("a")?.seq).toBe(3);
});

test("a history stands in for everything before it, and a reset forgets", () => {
  const state = createReceived();
  receive(state, points(1, 0));
  receive(state, { type: "history", run: "a", seq: 9, curves: [{ clock: "epoch", columns: { epoch: [0, 5] }, thinned: true }], events: [] });
  receive(state, points(10, 6));
  expect(state.histories.get("a")?.clocks.epoch.named.get("epoch")).toEqual([0, 5, 6]);
  receive(state, { type: "reset", run: "a" });
  expect(state.histories.get("a")?.seq).toBe(0);
});

test("runs come, change and go", () => {
  const state = createReceived();
  receive(state, { type: "runs", runs: [run("a"), run("b")], removed: [], places: null });
  receive(state, { type: "runs", runs: [run("b", { deleted: true })], removed: ["a"], places: null });
  expect(state.runs.value.size).toBe(0);
  expect([...state.trashed.value]).toEqual(["a"]);
  receive(state, { type: "runs", runs: [run("a")], removed: [], places: null });
  expect(state.trashed.value.size).toBe(0);
});

test("the queue gives those that wait their places, and takes them from the others", () => {
  const state = createReceived();
  const waiting = ["a", "b", "c"].map((id) => run(id, { state: "queued" }));
  receive(state, { type: "runs", runs: waiting, removed: [], places: { c: 1, a: 2, b: 3 } });
  const places = () => ["a", "b", "c"].map((id) => state.runs.value.get(id)?.place);
  expect(places()).toEqual([2, 3, 1]);
  const known = state.runs.value.get("b");
  receive(state, { type: "runs", runs: [run("c", { state: "running" })], removed: [], places: null });
  expect(state.runs.value.get("b")).toBe(known);
  receive(state, { type: "runs", runs: [], removed: [], places: { a: 1, b: 2 } });
  expect(places()).toEqual([1, 2, null]);
});

test("a state is shown as soon as it is said", () => {
  const state = createReceived();
  receive(state, { type: "runs", runs: [run("a", { state: "queued" })], removed: [], places: null });
  const event = { type: "state", state: "running", reason: wording(""), step: 0, epoch: 0, device: "cpu", threads: 1, versions: {}, baseline: { exact: 0.1 }, parameters: 7, steps_per_epoch: 3, steps: 9 } as const;
  receive(state, { type: "event", run: "a", attempt: 1, seq: 1, at: "", event });
  expect(state.runs.value.get("a")).toMatchObject({ state: "running", baseline: { exact: 0.1 }, parameters: 7, steps: 9 });
});

class Fake implements Socket {
  sent: string[] = [];
  closed = false;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;
  send(text: string): void {
    this.sent.push(text);
  }
  close(): void {
    this.closed = true;
  }
  hear(frame: ServerFrame): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
}

function wired() {
  const sockets: Fake[] = [];
  const states: string[] = [];
  const waits: { milliseconds: number; act: () => void }[] = [];
  const link = connect(
    {
      open: () => {
        const socket = new Fake();
        sockets.push(socket);
        return socket;
      },
      later: (milliseconds, act) => {
        const wait = { milliseconds, act };
        waits.push(wait);
        return () => {
          waits.splice(waits.indexOf(wait), 1);
        };
      },
      random: () => 0.5,
    },
    {
      frame: () => {},
      state: (state) => states.push(state),
      wishes: () => [{ type: "watch", runs: { a: 7 } }],
    },
  );
  const newest = () => sockets[sockets.length - 1] as Fake;
  const pass = () => waits.shift()?.act();
  return { sockets, states, waits, link, newest, pass };
}

const HELLO: ServerFrame = { type: "hello", version: "1", person: "teacher", may: ["start"] };

test("whenever a socket opens the page says what it wants, with the last seq it heard", () => {
  const { newest, pass } = wired();
  newest().onopen?.();
  newest().onclose?.();
  pass();
  newest().onopen?.();
  expect(newest().sent).toEqual([JSON.stringify({ type: "watch", runs: { a: 7 } })]);
});

test("fifteen silent seconds are a dead link, and every frame begins them anew", () => {
  const { newest, sockets, states, waits, pass } = wired();
  newest().hear(HELLO);
  newest().hear({ type: "beat" });
  expect(waits.map(({ milliseconds }) => milliseconds)).toEqual([15_000]);
  pass();
  expect(sockets[0]?.closed).toBe(true);
  expect(states).toEqual(["live", "reconnecting"]);
});

test("waits grow with jitter from half a second to eight, and after twelve the server is gone", () => {
  const { newest, states, waits, pass } = wired();
  const seen: number[] = [];
  for (let failure = 0; failure < 8; failure++) {
    newest().onclose?.();
    seen.push(waits[0]?.milliseconds ?? 0);
    pass();
  }
  expect(seen).toEqual([500, 500, 1_000, 2_000, 4_000, 4_000, 4_000, 4_000]);
  expect(states.at(5)).toBe("reconnecting");
  expect(states.at(6)).toBe("gone");
  newest().hear(HELLO);
  expect(states.at(-1)).toBe("live");
});

test("a packed frame keeps its turn before those that came after it", async () => {
  const heard: string[] = [];
  const socket = new Fake();
  connect(
    { open: () => socket, later: () => () => {}, random: () => 0.5 },
    { frame: (frame) => heard.push(frame.type), state: () => {}, wishes: () => [] },
  );
  const runs: ServerFrame = { type: "runs", runs: [], removed: [], places: null };
  const packed = await new Response(new Blob([JSON.stringify(runs)]).stream().pipeThrough(new CompressionStream("deflate"))).arrayBuffer();
  socket.hear(HELLO);
  expect(heard).toEqual(["hello"]);
  socket.onmessage?.({ data: packed });
  socket.hear({ type: "beat" });
  await vi.waitFor(() => expect(heard).toEqual(["hello", "runs", "beat"]));
  socket.hear({ type: "beat" });
  expect(heard).toHaveLength(4);
});

test("what cannot be unpacked ends the link, and another is tried", async () => {
  const states: string[] = [];
  const socket = new Fake();
  connect({ open: () => socket, later: () => () => {}, random: () => 0.5 }, { frame: () => {}, state: (state) => states.push(state), wishes: () => [] });
  socket.onmessage?.({ data: new Uint8Array([1, 2, 3]).buffer });
  await vi.waitFor(() => expect(states).toEqual(["reconnecting"]));
  expect(socket.closed).toBe(true);
});
