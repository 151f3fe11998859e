import { expect, test } from "vitest";
import { append, emptyHistory } from "../curves/history";
import { speedWords } from "../curves/origin";
import { slowerThan } from "../curves/pace";
import { progress, speed, stateWords } from "../curves/progress";
import type { Subject } from "../curves/subject";
import { summary } from "../curves/summary";
import type { Run } from "../generated/types";
import { brief, bytes, chance, duration, measured, pace, percent, precise, share } from "../text/numbers";
import { counted, text } from "../text/text";
import { exact, run, wording } from "./world";

function subject(name: string, values: (number | null)[], given: Partial<Run> = {}): Subject {
  const history = emptyHistory();
  const epoch = values.map((_, place) => place);
  append(history, { type: "points", clock: "epoch", columns: { epoch, step: epoch.map((one) => one * 10), seconds: epoch, "validation/exact": values } });
  return { run: run(name, given), history, paint: { hue: "blue", marker: "circle", group: name }, name, groupName: name };
}

test("a percentage is rounded, but 100 % is said only of all of them", () => {
  expect(percent(0.9834)).toBe("98.3\u202f%");
  expect(percent(0.9999)).toBe("99.9\u202f%");
  expect(percent(1)).toBe("100\u202f%");
  expect(percent(0.92)).toBe("92.0\u202f%");
  expect(percent(0)).toBe("0\u202f%");
  expect(share(0.2)).toBe("20\u202f%");
});

test("a loss that runs away is as long as any other number", () => {
  const loss = { percent: false, unit: "" };
  expect(measured(loss, 2.28e33)).toBe("2.28e33");
  expect(measured(loss, -6.8e15)).toBe("\u22126.80e15");
  expect(measured(loss, 2_280_000_000)).toBe("2.28B");
});

test("what is not a number is said so, and what was not measured is a dash", () => {
  expect(measured(exact, null)).toBe("not a number");
  expect(measured(exact, undefined)).toBe("–");
  expect(measured({ percent: false, unit: "" }, 0.01234)).toBe("0.012");
  expect(measured({ percent: false, unit: "" }, 0.000341)).toBe("0.00034");
  expect(measured({ percent: false, unit: "" }, 0)).toBe("0.000");
});

test("times and sizes have units", () => {
  expect(duration(0.21)).toBe("0.2 s");
  expect(duration(42.4)).toBe("42 s");
  expect(duration(300)).toBe("5 min");
  expect(bytes(3_400_000)).toBe("3.4\u202fMB");
});

test("a count picks the form of its number", () => {
  expect(counted("start.race", 3)).toBe("Race 3");
  expect(counted("network.parameters", 1)).toBe("1 parameter");
  expect(text("inside.score", { right: 3, of: 4 })).toBe("3 of 4 right");
});

test("a running run says its epoch and the time left", () => {
  const { run: one, history } = subject("a", [0, 0.1, 0.2], { steps: 600 });
  const now = progress(one, history);
  expect(now).toMatchObject({ epoch: 2, epochs: 60, left: 58 });
  expect(stateWords(one, now)).toBe("Epoch 3 of 60, 58 s left");
});

test("a slowed run says so, and its time left is that of its steps", () => {
  const { run: one, history } = subject("a", [0, 0.1, 0.2], { steps: 600, steps_per_second: 2 });
  const slowed = progress(one, history);
  expect(slowed.left).toBe(290);
  expect(stateWords(one, slowed)).toBe("Epoch 3 of 60, 5 min left; slowed to 2 steps a second");
  const barely = { ...one, steps_per_second: 1_000 };
  expect(progress(barely, history).left).toBe(58);
  const begun = { ...one, step: 0, epoch: 0, steps_per_second: 1 };
  expect(stateWords(begun, progress(begun, undefined))).toBe("Epoch 1 of 60, 10 min left; slowed to 1 step a second");
});

test("each notch is slower, and after the slowest comes full speed", () => {
  expect([null, 10, 2, 1, 7].map(slowerThan)).toEqual([10, 2, 1, null, null]);
});

test("the time left goes by the present pace, and is not guessed from the first steps", () => {
  const one = run("a", { steps: 100 });
  const history = emptyHistory();
  append(history, { type: "points", clock: "batch", columns: { step: [1, 2], seconds: [3, 3.1] } });
  expect(progress(one, history).left).toBeNull();
  append(history, { type: "points", clock: "batch", columns: { step: [3, 4, 5, 6, 7, 8, 9, 10], seconds: [3.2, 3.3, 3.4, 3.5, 3.6, 3.7, 3.8, 3.9] } });
  expect(progress(one, history).left).toBeCloseTo(9);
});

test("a run that was made longer, or whose batches changed, goes by its plan of now", () => {
  const { run: one, history } = subject("a", [0, 0.1, 0.2], { steps: 2_110, steps_per_epoch: 36 });
  const planned = { ...one, spec: { ...one.spec, training: { epochs: 60, batches: 0 } } };
  expect(stateWords(planned, progress(planned, history))).toBe("Epoch 3 of 60, 58 s left");
  history?.changes.push({ type: "changed", setting: "/training/epochs", before: 60, after: 70, step: 20, epoch: 2 });
  expect(progress(planned, history)).toMatchObject({ epochs: 70, left: 68 });
  const short = { ...one, spec: { ...one.spec, training: { epochs: 60, batches: 100 } } };
  expect(stateWords(short, progress(short, history))).toBe("Batch 20 of 100, 8.0 s left");
});

test("the last epoch is not followed by another", () => {
  const one = run("a", { steps: 20, step: 20, epoch: 2, seconds: 2 });
  expect(stateWords(one, progress(one, undefined))).toBe("Epoch 2 of 2, 0 s left");
});

test("a training shorter than an epoch is counted in batches", () => {
  const one = run("a", { steps: 150, steps_per_epoch: 860, step: 60, seconds: 6 });
  expect(stateWords(one, progress(one, undefined))).toBe("Batch 60 of 150, 9.0 s left");
});

test("a training that was asked for in batches is, be they whole epochs", () => {
  const ended = run("a", { steps: 80, steps_per_epoch: 40, step: 80, epoch: 2, state: "finished" });
  const one = { ...ended, spec: { training: { batches: 80 } } };
  expect(stateWords(one, progress(one, undefined))).toBe("Finished all 80 batches");
});

test("a state with a reason says it", () => {
  expect(stateWords(run("a", { state: "failed", reason: wording("out of memory") }), progress(run("a"), undefined))).toBe("Failed: out of memory");
  expect(stateWords(run("a", { state: "queued", place: 2 }), progress(run("a"), undefined))).toContain("number 2");
});

test("after a race the test scores are said, best first, with the guessing level", () => {
  const done = (name: string, score: number) => subject(name, [0, score], { state: "finished", test: { exact: score }, baseline: { exact: 0 } });
  expect(summary([done("SimpleRNN", 0.92), done("GRU", 0.984)], "exact", exact, "guessing")).toBe(
    "All 2 runs have finished. First to 90\u202f%: SimpleRNN and GRU, epoch 1; best: GRU 98.4\u202f%. Exact answers on examples never seen in training: GRU 98.4\u202f%, SimpleRNN 92.0\u202f%. Guessing gets 0\u202f%.",
  );
});

test("what a baseline does is said in the task's own words", () => {
  const done = subject("GRU", [0.5], { state: "finished", test: { exact: 0.5 }, baseline: { exact: 0.25 } });
  expect(summary([done], "exact", exact, "repeating the last value")).toMatch(/Repeating the last value gets 25\.0\u202f%\.$/);
});

test("while training the leader is named, and nothing that was not measured", () => {
  expect(summary([subject("GRU", [0.1, 0.5]), subject("LSTM", [0.1])], "exact", exact, "guessing")).toMatch(/^GRU leads: exact answers 50/);
  expect(summary([subject("GRU", [0, 0]), subject("LSTM", [0])], "exact", exact, "guessing")).toMatch(/^No run leads yet: exact answers 0/);
  expect(summary([subject("GRU", [0.2]), subject("LSTM", [0.1])], "exact", exact, "guessing")).toMatch(/^All 2 runs are training\./);
  expect(summary([subject("GRU", [])], "exact", exact, "guessing")).toBe("Training.");
  expect(summary([], "exact", exact, "guessing")).toBe("");
  const waiting = [7, 6].map((place) => subject("GRU", [], { state: "queued", place }));
  expect(summary(waiting, "exact", exact, "guessing")).toBe("Waiting for a free worker: number 6 in the queue.");
  expect(summary([subject("GRU", []), ...waiting], "exact", exact, "guessing")).toBe("Training. 2 more runs wait.");
});

test("a loss that ran away is said", () => {
  const notices = [{ type: "notice" as const, code: "diverged" as const, text: wording(""), attempt_this: wording(""), step: 3, epoch: 1 }];
  expect(summary([subject("GRU", [0.1], { state: "stopped", notices })], "exact", exact, "guessing")).toMatch(/^Training has ended: the loss of GRU ran away\./);
});

test("a run that broke off is not called finished", () => {
  const words = summary([subject("GRU", [0.5], { state: "interrupted" }), subject("LSTM", [0.6], { state: "finished" })], "exact", exact, "guessing");
  expect(words).toContain("GRU broke off");
  expect(words).toContain("best on held-out examples: LSTM 60");
});

test("the speed of what goes on is that of the latest epoch, and nothing before anything is measured", () => {
  const history = emptyHistory();
  const one = run("a");
  expect(speed(one, history)).toBeNull();
  expect(pace(null)).toBe("–");
  const columns = (rows: [number, number, number][]) => ({ epoch: rows.map(([epoch]) => epoch), examples: rows.map(([, examples]) => examples), seconds: rows.map(([, , seconds]) => seconds) });
  append(history, { type: "points", clock: "batch", columns: columns([[0.5, 50, 9]]) });
  expect(speed(one, history)).toMatchObject({ value: 50 / 9, now: false });
  append(history, { type: "points", clock: "batch", columns: columns([[1, 100, 10], [1.5, 150, 10.5], [2, 200, 10.75]]) });
  expect(speed(one, history)).toMatchObject({ now: true, examples: 100, seconds: 0.75 });
  expect(speed(one, history)?.value).toBeCloseTo(100 / 0.75);
  expect(pace(48_213.4)).toBe("48,200");
  expect(pace(4.5678)).toBe("4.57");
});

test("a run that is over, or sends no points, has the speed of all it learnt: that of its row, on every page", () => {
  const all = { value: 250, now: false, examples: 1000, seconds: 4 };
  expect(speed(run("a", { examples: 1000, seconds: 4 }), undefined)).toEqual(all);
  const history = emptyHistory();
  append(history, { type: "points", clock: "batch", columns: { epoch: [1, 2], examples: [900, 1000], seconds: [3.99, 4] } });
  for (const state of ["finished", "stopped", "failed", "interrupted"] as const) {
    expect(speed(run("a", { state, examples: 1000, seconds: 4 }), history)).toEqual(all);
    expect(speed(run("a", { state, examples: 1000, seconds: 4 }), undefined)).toEqual(all);
  }
  expect(speedWords(all)).toBe("mean of all of it: 1,000 examples in 4.0 s");
});

test("values of a network have two figures, fewer where there is little room, and no chance is none or all", () => {
  expect([0.4249, -1.3, 0.0031, 123.4, 0].map(precise)).toEqual(["0.42", "−1.30", "0.0031", "123", "0"]);
  expect([0.4249, -1.34, -12.2, 0.9991, 0.004].map(brief)).toEqual(["0.42", "−1.3", "−12", "1.0", "0"]);
  expect([0, 0.0004, 0.5, 0.9996].map(chance)).toEqual(["<\u202f0.1\u202f%", "<\u202f0.1\u202f%", "50.0\u202f%", ">\u202f99.9\u202f%"]);
});
