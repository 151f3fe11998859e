import { expect, test } from "vitest";
import { csv } from "../curves/csv";
import { draw, type Lens } from "../curves/drawing";
import type { Figure } from "../curves/figure";
import { append } from "../curves/history";
import { matplotlib } from "../curves/matplotlib";
import { INK, PALETTE } from "../curves/palette";
import { decades, logarithmicTicks, ticks, yRange } from "../curves/scale";
import type { Subject } from "../curves/subject";
import { svg } from "../curves/svg";
import tokens from "../styles/tokens.css?raw";
import { subject } from "./world";

function figure(subjects: Subject[], other: Partial<Figure> = {}, lens: Partial<Lens> = {}): Figure {
  const whole: Lens = { axis: "epoch", columns: 500, window: { from: 0, to: 4 }, smoothing: 0, band: "range", flagWords: String, ...lens };
  return {
    drawing: draw(subjects, "loss", whole),
    title: 'Loss <of> "sums"',
    xTitle: "epochs",
    logarithmic: false,
    range: null,
    closer: false,
    percent: false,
    formatX: String,
    formatY: String,
    baselineWords: ({ value, names }) => ["guessing", value, ...names].join(" "),
    words: { train: "train", validation: "validation", band: "lowest to highest", note: "" },
    ...other,
  };
}

test("a saved drawing is SVG whose paths lie where the values do", () => {
  const found = svg(figure([subject("a", [4, 2, 0])], { range: [0, 4] }));
  expect(found).toContain("<title>Loss &lt;of&gt; &quot;sums&quot;</title>");
  const [path] = [...found.matchAll(/<path d="M([^"Z]*)" fill="none" stroke="#0072b2"/g)];
  const points = path?.[1]?.split("L").map((point) => point.split(" ").map(Number)) ?? [];
  const [first, middle, last] = points as [number, number][];
  // Values fall by equal steps in equal times, and so does the path.
  expect((last?.[0] ?? 0) - (middle?.[0] ?? 0)).toBeCloseTo((middle?.[0] ?? 0) - (first?.[0] ?? 0));
  expect((last?.[1] ?? 0) - (middle?.[1] ?? 0)).toBeCloseTo((middle?.[1] ?? 0) - (first?.[1] ?? 0), 0);
  expect(middle?.[1]).toBeGreaterThan(first?.[1] ?? 0);
});

test("a saved figure names its groups, its dashes and its band", () => {
  const found = svg(figure([subject("a", [4, 2, 1]), subject("b", [5, 3, 1], 1), subject("c", [3, 3, 3], 0, "h")]));
  for (const words of ["all ×2", ">c<", "validation", "lowest to highest"]) expect(found).toContain(words);
  expect(found).not.toContain(">train<");
  expect(found.match(/clip-path/g)).toHaveLength(1);
});

test("numbers are saved as measured: one line for each value, and only of what is shown", () => {
  const one = subject("a, first", [4, 2, 1]);
  append(one.history as never, { type: "points", clock: "epoch", columns: { epoch: [3], step: [30], seconds: [3], examples: [60], "validation/loss": [null], "train/loss": [0.5] } });
  const lines = csv([one], "loss", "epoch", { from: 1, to: 3 }).trimEnd().split("\n");
  expect(lines).toEqual([
    "run,split,epoch,step,examples,seconds,multiply_adds,loss",
    '"a, first",train,3,30,60,3,9000,0.5',
    '"a, first",validation,1,10,20,1,3000,2',
    '"a, first",validation,2,20,40,2,6000,1',
    '"a, first",validation,3,30,60,3,9000,nan',
  ]);
});

test("the script holds what is drawn, with gaps, bands and flags", () => {
  const one = subject("a", [4, 2, null as never, 1]);
  one.history?.changes.push({ type: "changed", setting: "rate", before: 1, after: 2, step: 10, epoch: 1 });
  const script = matplotlib(figure([one, subject("b", [2, 2, 2, 2], 1)], { logarithmic: true }), 'Says """so"""');
  expect(script).toContain('"y": [4, 2, nan, 1]');
  expect(script).toContain('"high": [4, 2, 2]');
  expect(script).toContain('    (1, "rate", "#0072b2"),');
  expect(script).toContain('axes.set_yscale("log")');
  expect(script.split('"""')).toHaveLength(3);
});

test("what leaves the page has the colours of the page on a light ground", () => {
  for (const [hue, colour] of Object.entries(PALETTE)) expect(tokens).toContain(`--hue-${hue}: light-dark(${colour},`);
  for (const name of ["text", "muted", "line"] as const) expect(tokens).toContain(`--${name}: light-dark(${INK[name]},`);
});

test("ticks are round, and stand inside", () => {
  expect(ticks([0, 30], 6)).toEqual([0, 5, 10, 15, 20, 25, 30]);
  expect(ticks([0.13, 0.38], 5)).toEqual([0.15, 0.2, 0.25, 0.3, 0.35]);
  expect(decades([0.03, 2])).toEqual([0.01, 10]);
  expect(logarithmicTicks([0.1, 10])).toEqual([0.1, 0.2, 0.5, 1, 2, 5, 10]);
  expect(logarithmicTicks([1e-4, 1])).toEqual([0.0001, 0.001, 0.01, 0.1, 1]);
});

test("all of the training has the whole range; a part of it is as large as it can be", () => {
  const drawn = { ys: [[0.4]], ceiling: null };
  expect(yRange(drawn, { range: [0, 1], closer: false }, 0.4, 0.5)).toEqual([0, 1.02]);
  const [low, high] = yRange(drawn, { range: [0, 1], closer: true }, 0.4, 0.5);
  expect([low < 0.4 && low > 0.35, high > 0.5 && high < 0.55]).toEqual([true, true]);
  expect(yRange({ ys: [[1]], ceiling: 3 }, { range: null, closer: false }, 1, 1e9)[1]).toBeCloseTo(3.15);
});
