import { expect, test } from "vitest";
import { whole } from "../curves/axes";
import { draw, type Lens } from "../curves/drawing";
import { paints } from "../curves/groups";
import { append, best, emptyHistory, last, pausedAt, reached } from "../curves/history";
import { names } from "../curves/names";
import type { Subject } from "../curves/subject";
import { controls } from "../setup/controls";
import { catalogue, run, subject, wording } from "./world";

const world = catalogue();
const known = new Map(
  [...controls(world.architectures[0]?.settings, "architecture"), ...controls(world.training.settings, "training")].map((one) => [one.pointer, one]),
);
const titles = new Map([["reader", "Reader"]]);
const colours = () => ({ "/architecture/cell": { small: "orange", large: "green" } });

test("columns that come late or stay away are filled, so that rows stay rows", () => {
  const history = emptyHistory();
  append(history, { type: "points", clock: "epoch", columns: { epoch: [0], "validation/loss": [2] } });
  append(history, { type: "points", clock: "epoch", columns: { epoch: [1, 2], "train/loss": [1.5, null] } });
  const { named } = history.clocks.epoch;
  expect(named.get("validation/loss")).toEqual([2, undefined, undefined]);
  expect(named.get("train/loss")).toEqual([undefined, 1.5, null]);
  expect(last(history.clocks.epoch, "validation/loss")).toBe(2);
  expect(reached(history, "epoch")).toBe(2);
});

test("the best value is the highest or the lowest, with its epoch, and never one that is no number", () => {
  const history = emptyHistory();
  append(history, { type: "points", clock: "epoch", columns: { epoch: [0, 1, 2], "validation/loss": [2, 0.5, null] } });
  expect(best(history, "validation/loss", "lower")).toEqual({ value: 0.5, epoch: 1 });
  expect(best(history, "validation/loss", "higher")).toEqual({ value: 2, epoch: 0 });
  expect(best(undefined, "validation/loss", "lower")).toBeNull();
});

test("names say only what differs, with the seed last", () => {
  const runs = [run("a", { cell: "small" }), run("b", { cell: "large" }), run("c", { cell: "large", seed: 1 })];
  expect([...names(runs, known, titles).values()]).toEqual(["small", "large · seed 0", "large · seed 1"]);
  expect([...names([run("a")], known, titles).values()]).toEqual(["Reader"]);
  expect([...names([run("a"), run("b")], known, titles).values()]).toEqual(["Reader", "Reader (2)"]);
});

test("a race keeps its short names, and what else differs is said only where names would be alike", () => {
  const varied = { "/architecture/cell": "" };
  const race = [run("a", { varied }), run("b", { cell: "large", varied })];
  const alone = run("c", { cell: "large", rate: 10 });
  expect([...names([...race, alone], known, titles).values()]).toEqual(["small", "large · learning rate 0.001", "large · learning rate 10"]);
  const rated = [run("d", { rate: 1, varied: { "/training/learning_rate": 1 } }), run("e", { rate: 2, varied: { "/training/learning_rate": 2 } })];
  expect([...names([run("a"), ...rated], known, titles).values()]).toEqual(["Reader", "learning rate 1", "learning rate 2"]);
  // A run with the settings of one of them is called as that one is.
  expect([...names([run("a", { rate: 1 }), ...rated], known, titles).values()]).toEqual(["learning rate 1", "learning rate 1 (2)", "learning rate 2"]);
});

test("what was raced has its own hue, though one like it ran alone before", () => {
  const colours = { "/architecture/cell": { small: "orange", large: "green" } };
  const varied = { "/architecture/cell": "small" };
  const runs = [run("a", { rate: 1 }), run("b", { rate: 2 }), run("c", { rate: 2, varied })];
  expect([...paints(runs, () => colours).values()].map(({ hue }) => hue)).toEqual(["orange", "orange", "orange"]);
  expect([...paints(runs.slice(0, 2), () => colours).values()].map(({ hue }) => hue)).toEqual(["orange", "blue"]);
});

test("a pause is flagged where it was, and single steps or epochs from there are of the same pause", () => {
  const paused = subject("a", [2, 1]);
  for (const epoch of [0.5, 0.6, 0.7, 0.9, 3.5, 4, 5]) if (paused.history) pausedAt(paused.history, { step: Math.round(10 * epoch), epoch });
  expect(draws([paused]).flags.map(({ x, words }) => [x, words])).toEqual([[0.7, "paused"], [0.9, "paused"], [5, "paused"]]);
});

test("where a curve ends early it is said why, but not of one seed among others, nor of a run that goes on", () => {
  const [one, seed, other] = [subject("a", [2, 1]), subject("b", [2, 1], 1), subject("c", [2], 0, "h")];
  const stopped = { state: "stopped", reason: wording("stopped by hand"), step: 10, epoch: 1 } as const;
  for (const { run } of [one, seed, other]) Object.assign(run, stopped);
  expect(draws([one]).flags).toEqual([{ x: 1, words: "stopped by hand", run: "a", hue: "blue" }]);
  expect(draws([one], { axis: "step" }).flags).toMatchObject([{ x: 10 }]);
  expect(draws([one, seed, other]).flags).toMatchObject([{ run: "c" }]);
  for (const [state, words] of [["failed", ["the worker was killed"]], ["finished", []], ["running", []]] as const) {
    Object.assign(one.run, { state, reason: wording("the worker was killed; perhaps by nobody") });
    expect(draws([one]).flags.map((flag) => flag.words)).toEqual(words);
  }
  if (one.history) pausedAt(one.history, { step: 10, epoch: 1 });
  Object.assign(one.run, stopped);
  expect(draws([one]).flags.map((flag) => flag.words)).toEqual(["stopped by hand"]);
  if (one.history) one.history.pauses = [];
  Object.assign(one.run, stopped, { reason: wording("stopped before it began"), step: 0, epoch: 0 });
  expect(draws([one]).flags).toEqual([]);
});

test("a run that is made longer has a flag with its new length, like any other change", () => {
  const one = subject("a", [2, 1]);
  one.history?.changes.push({ type: "changed", setting: "/training/epochs", before: 1, after: 3, step: 10, epoch: 1 });
  expect(draws([one], { flagWords: (setting, value) => `${setting} ${value}` }).flags).toMatchObject([{ x: 1, words: "/training/epochs 3" }]);
});

test("a number is named with its title", () => {
  const runs = [run("a", { rate: 0.001 }), run("b", { rate: 0.01 })];
  expect([...names(runs, known, titles).values()]).toEqual(["learning rate 0.001", "learning rate 0.01"]);
});

test("the value that varies has its own hue, the same in every race, and a mark tells races apart", () => {
  const varied = { "/architecture/cell": "small" };
  const found = paints(
    [run("a", { varied }), run("b", { cell: "large", varied }), run("c", { varied, rate: 0.1 }), run("d", { varied, seed: 1 })],
    colours,
  );
  expect([...found.values()].map(({ hue, marker }) => [hue, marker])).toEqual([
    ["orange", "circle"],
    ["green", "square"],
    ["orange", "triangle"],
    ["orange", "circle"],
  ]);
  expect(found.get("a")?.group).toBe(found.get("d")?.group);
});

test("a seed that was trained before, or a run that was changed on its way, has a line of its own beside the others", () => {
  const runs = [run("a"), run("b", { seed: 1 }), run("again"), run("steered", { seed: 2, changes: 1 })];
  const groups = [...paints(runs, () => ({})).values()].map(({ group }) => group);
  expect(groups[0]).toBe(groups[1]);
  expect(new Set(groups).size).toBe(3);
});

test("without a race each run takes the next hue and the next mark, and none has both of another", () => {
  const runs = Array.from({ length: 9 }, (_, place) => run(`r${place}`, { rate: (place + 1) / 100 }));
  const found = [...paints(runs, () => ({})).values()];
  expect(new Set(found.slice(0, 8).map(({ hue }) => hue)).size).toBe(8);
  expect(new Set(found.slice(0, 5).map(({ marker }) => marker)).size).toBe(5);
  expect(found[8]?.hue).toBe(found[0]?.hue);
  expect(found[8]?.marker).not.toBe(found[0]?.marker);
});

const lens: Lens = { axis: "epoch", columns: 500, window: { from: 0, to: 60 }, smoothing: 0, band: "range", flagWords: (setting) => setting };
const draws = (subjects: Subject[], other: Partial<Lens> = {}) => draw(subjects, "loss", { ...lens, ...other });

test("one run is a line that needs no name; the axis ends where training will", () => {
  const one = subject("a", [2, 1]);
  expect(draws([one]).strokes).toMatchObject([{ role: "validation", label: "", thin: false }]);
  expect(whole([one], "epoch")).toBe(60);
  expect(whole([one], "step")).toBe(600);
  expect(whole([one], "seconds")).toBe(1);
  one.run.state = "stopped";
  expect(whole([one], "epoch")).toBe(1);
});

test("multiply-adds are those of a pass forward and two back, for each example; a run that was not counted has none", () => {
  const counted = subject("a", [2, 1]);
  const uncounted = subject("b", [2, 1], 0, "h");
  uncounted.run.multiply_adds = 0;
  const drawing = draws([counted, uncounted], { axis: "multiply_adds", window: { from: 0, to: 1e6 } });
  expect(drawing.x).toEqual([0, 3 * 50 * 20]);
  expect(drawing.strokes.map(({ run }) => run)).toEqual(["a"]);
});

test("a smoothed line has what was measured behind it; the seeds under a mean stay as they were measured", () => {
  const values = [5, 4, 6, 3, 5, 2];
  const drawing = draws([subject("a", values)], { smoothing: 2 });
  expect(drawing.strokes.map(({ faint, role }) => [role, faint])).toEqual([["validation", true], ["validation", false]]);
  expect(drawing.ys[0]).toEqual(values);
  expect(drawing.ys[1]?.[1]).toBeCloseTo((0.5 * 5 * 0.5 + 0.5 * 4) / 0.75);
  const seeds = draws([subject("a", values), subject("b", values, 1)], { smoothing: 2, band: "off" });
  expect(seeds.strokes.map(({ thin, faint, role }) => [role, thin, faint])).toEqual([
    ["validation", true, false],
    ["validation", true, false],
    ["mean validation", false, true],
    ["mean validation", false, false],
  ]);
});

test("a fork leaves its parent's curve where it left its parent", () => {
  const parent = subject("a", [4, 3, 2]);
  const fork = subject("b", [1.5], 0, "h");
  fork.run.parent = { run: "a", step: 10, epoch: 1, file: "", weights: "" };
  fork.run.varied = { "/training/seed": 1, rate: 2, length: 3 };
  const own = fork.history?.clocks.epoch.named as Map<string, number[]>;
  for (const [name, value] of [["epoch", 2], ["step", 20]] as const) own.set(name, [value]);
  const drawing = draws([parent, fork]);
  expect(drawing.strokes.at(-1)).toMatchObject({ run: "b", faint: true, label: "" });
  expect(drawing.x.map((x, row) => [x, drawing.ys.at(-1)?.[row]])).toEqual([[0, undefined], [1, 3], [2, 1.5]]);
  expect(drawing.flags).toMatchObject([{ x: 1, run: "b", words: "/training/seed, rate, …" }]);
  expect(draws([fork]).flags).toMatchObject([{ x: 1 }]);
  expect(draws([fork], { axis: "seconds" }).flags).toEqual([]);
});

test("seeds are thin lines under their mean and band, over the epochs that all have reached", () => {
  const drawing = draws([subject("a", [2, 1]), subject("b", [4, 2], 1)]);
  const roles = drawing.strokes.map(({ role, thin }) => (thin ? `thin ${role}` : role));
  expect(roles).toEqual(["thin validation", "thin validation", "high", "low", "mean validation"]);
  expect(drawing.ys[4]).toEqual([3, 1.5]);
  expect(drawing.ys[2]).toEqual([4, 2]);
  expect(draws([subject("a", [2, 1]), subject("b", [4, 2], 1), subject("c", [1, 1], 0, "h")]).strokes.map(({ label }) => label)).toContain("all ×2");
});

test("a seed that started late does not cut the mean of the others short", () => {
  const drawing = draws([subject("a", [2, 1, 0.5]), subject("b", [4, 2], 1)]);
  expect(drawing.ys.at(-1)).toEqual([2, 1, 0.5]);
});

test("batches are drawn until epochs can speak", () => {
  const one = subject("a", [2]);
  append(one.history as never, { type: "points", clock: "batch", columns: { epoch: [0.1, 0.2], step: [1, 2], "train/loss": [1.9, 1.8] } });
  expect(draws([one]).strokes.map(({ role }) => role)).toEqual(["train", "validation"]);
});

test("a change is flagged where it took effect", () => {
  const one = subject("a", [2, 1]);
  one.history?.changes.push({ type: "changed", setting: "/training/learning_rate", before: 0.1, after: 0.01, step: 5, epoch: 0.5 });
  expect(draws([one]).flags).toMatchObject([{ x: 0.5, words: "/training/learning_rate" }]);
  expect(draws([one], { axis: "seconds" }).flags).toMatchObject([{ x: 0 }]);
});

test("a run that diverges hides no other", () => {
  expect(draws([subject("a", [2, 1e9])]).ceiling).toBe(6);
  expect(draws([subject("a", [2, 1e9, 1e9]), subject("b", [2, 1])]).ceiling).toBe(6);
});

test("a loss that rises and stays high is drawn whole, and one spike is not", () => {
  expect(draws([subject("a", [0.7, 4, 5.5, 5])]).ceiling).toBe(5.5);
  expect(draws([subject("a", [1, ...new Array<number>(20).fill(0.5), 9])]).ceiling).toBe(3);
});
