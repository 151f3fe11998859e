import { expect, test } from "vitest";
import { joints, jointWords } from "../curves/attempts";
import { draw } from "../curves/drawing";
import { more } from "../curves/length";
import type { Attempt, EventFrame, ServerFrame } from "../generated/types";
import { createReceived, receive } from "../state/receive";
import { run, subject, wording } from "./world";

function attempt(number: number, given: Partial<Attempt>): Attempt {
  return { number, state: "finished", reason: wording(""), from_step: 0, extend: 0, extend_batches: 0, device: "cpu", threads: 1, started: null, ended: null, ...given };
}

const killed = attempt(1, { state: "failed", reason: wording("the worker was killed; perhaps by nobody") });
const lens = { axis: "epoch" as const, columns: 400, window: { from: 0, to: 10 }, smoothing: 0, band: "off" as const, flagWords: String };

test("a new attempt is marked on its own curve, with the reason why the one before ended", () => {
  const one = subject("a", [4, 3, 2, 1]);
  one.run.attempts = [killed, attempt(2, { from_step: 20 })];
  expect(joints(one, "loss", "step")).toEqual([{ run: "a", number: 2, hue: "blue", x: 20, y: 2, words: "attempt 2, from step 20: the worker was killed" }]);
  expect(joints(subject("b", [4, 3]), "loss", "step")).toEqual([]);
});

test("a run that finished and was made longer goes on for that reason", () => {
  const longer = attempt(2, { from_step: 30, extend: 10 });
  const attempts = [attempt(1, { reason: wording("all of the training is done") }), longer];
  expect(jointWords(run("a", { attempts }), longer)).toBe("attempt 2, from step 30: 10 epochs more");
  const inBatches = attempt(2, { from_step: 150, extend_batches: 150 });
  expect(jointWords(run("a", { attempts }), inBatches)).toBe("attempt 2, from step 150: 150 batches more");
});

test("one press makes a run longer in the unit in which it is counted", () => {
  const counted = (training: object) => more({ ...run("a"), spec: { training } });
  expect(counted({ epochs: 20, batches: 150 })).toEqual({ batches: 150 });
  expect(counted({ epochs: 20, batches: 0 })).toEqual({ epochs: 10 });
  expect(counted({ epochs: 5 })).toEqual({ epochs: 10 });
  expect(counted({ epochs: 1000 })).toEqual({ epochs: 100 });
});

test("what an attempt had learnt beyond the next one's beginning stays as a faint line, if the page heard it", () => {
  const state = createReceived();
  const points = (seq: number, number: number, epoch: number[]): ServerFrame => {
    const columns = { epoch, step: epoch.map((one) => one * 10), "validation/loss": epoch.map((one) => 9 - one) };
    const event: EventFrame["event"] = { type: "points", clock: "epoch", columns };
    return { type: "event", run: "a", attempt: number, seq, at: "", event };
  };
  receive(state, points(1, 1, [0, 1, 2, 3]));
  receive(state, { type: "reset", run: "a" });
  const attempts = [killed, attempt(2, { from_step: 10 })];
  receive(state, { type: "runs", runs: [run("a", { attempts })], removed: [], places: null });
  const kept = { epoch: [0, 1], step: [0, 10], "validation/loss": [9, 8] };
  receive(state, { type: "history", run: "a", seq: 5, curves: [{ clock: "epoch", columns: kept, thinned: false }], events: [] });
  const told = { ...subject("a", []), run: run("a", { attempts }), history: state.histories.get("a") };
  const drawn = draw([told], "loss", lens);
  const faint = drawn.strokes.findIndex((stroke) => stroke.faint);
  const given = drawn.x.flatMap((x, row) => (typeof drawn.ys[faint]?.[row] === "number" ? [[x, drawn.ys[faint]?.[row]]] : []));
  expect(given).toEqual([[1, 8], [2, 7], [3, 6]]);
  receive(state, { type: "reset", run: "a" });
  expect(state.histories.get("a")?.before.map(({ attempt }) => attempt)).toEqual([1, 2]);
});
