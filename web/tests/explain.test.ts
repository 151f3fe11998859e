import { expect, test } from "vitest";
import { append, emptyHistory } from "../curves/history";
import type { Subject } from "../curves/subject";
import type { Run, SeriesText } from "../generated/types";
import { cards, isMeant } from "../panels/explain/rules";
import { controls } from "../setup/controls";
import { run, wording } from "./world";

const loss: SeriesText = { title: "Loss", unit: "", better: "lower", range: null, headline: false, percent: false, text: "", of: "", stack: "", optimum: null, instead: "" };
const share: SeriesText = { ...loss, title: "Right", better: "higher", range: [0, 1], percent: true, headline: true };

type Columns = Record<string, (number | null)[]>;

function of(columns: Columns, given: Partial<Run> = {}): Subject {
  const history = emptyHistory();
  const rows = Math.max(...Object.values(columns).map((column) => column.length));
  append(history, { type: "points", clock: "epoch", columns: { epoch: Array.from({ length: rows }, (_, row) => row), ...columns } });
  return { run: run("a", given), history, paint: { hue: "blue", marker: "circle", group: "a" }, name: "GRU", groupName: "GRU" };
}

function rules(subject: Subject, series: Record<string, SeriesText> = { accuracy: share, loss }, headline = "accuracy"): string[] {
  return cards([{ subject, headline, series }]).map((card) => card.rule);
}

/** From nothing towards 0.9, ever slower. */
const learning = Array.from({ length: 10 }, (_, epoch) => 0.9 * (1 - 0.5 ** epoch));

test("a curve that goes as it should needs no card", () => {
  expect(rules(of({ "validation/accuracy": learning.slice(0, 5) }, { baseline: { accuracy: 0.1 } }))).toEqual([]);
  expect(rules(of({ "validation/accuracy": [0.1] }))).toEqual([]);
});

test("a loss that was no number any more is explained with the step and a smaller rate", () => {
  const notices = [{ type: "notice", code: "diverged", text: wording(""), attempt_this: wording(""), step: 31, epoch: 1 }] as Run["notices"];
  const subject = of({ "validation/accuracy": [0.1] }, { notices, spec: { training: { learning_rate: 3 } } });
  const [card] = cards([{ subject, headline: "accuracy", series: { accuracy: share, loss } }]);
  expect(card).toMatchObject({ rule: "diverged", values: { run: "GRU", step: 31, rate: 3 } });
  expect(card?.attempt[0]).toEqual({ pointer: "/training/learning_rate", value: 1 });
});

test("a loss that jumped is told from one that stands still: the steps were too large, not too small", () => {
  const flat = [0.1, 0.11, 0.1, 0.11, 0.1];
  const jumped = (validation: number[], train: number[] = []) =>
    rules(of({ "validation/accuracy": flat, "validation/loss": validation, "train/loss": train }, { baseline: { accuracy: 0.11 } }));
  expect(jumped([2.3, 40, 38, 41, 37])).toEqual(["jump"]);
  expect(jumped([2.3, 1.5, 1.4, 5.2, 5.1], [null as never, 1.6, 1.5, 4, 5])).toEqual(["jump"]);
  expect(jumped([2.3, 2.31, 2.3, 2.32, 2.31])).toEqual(["guessing"]);
  expect(jumped([2.3, 2.2, 5.2, 2.3, 2.2])).toEqual(["guessing"]); // it came back
  const card = cards([{ subject: of({ "validation/loss": [0.5, 0.2, 9, 9] }, { spec: { training: { learning_rate: 0.3 } } }), headline: "loss", series: { loss } }])[0];
  expect(card).toMatchObject({ rule: "jump", values: { before: "0.20", after: "9.00", at: "epoch 2", rate: 0.3 } });
  expect(card?.attempt[0]).toEqual({ pointer: "/training/learning_rate", value: 0.1 });
});

test("a loss that creeps down is told from one that stands still: larger steps, or more of them", () => {
  const words = (train: number[]) => {
    const subject = of({ "validation/accuracy": [0.1, 0.11, 0.1, 0.11, 0.1], "validation/loss": [2.3, 2.3, 2.3, 2.3, 2.3], "train/loss": train }, { baseline: { accuracy: 0.11 } });
    return cards([{ subject, headline: "accuracy", series: { accuracy: share, loss } }]).map((card) => card.words);
  };
  expect(words([null as never, 2.3, 2.28, 2.26, 2.25])).toEqual(["explain.guessing.small"]);
  expect(words([null as never, 2.3, 2.35, 2.26, 2.25])).toEqual(["explain.guessing"]);
  expect(words([null as never, 2.3, 2.3, 2.301, 2.299])).toEqual(["explain.guessing"]);
});

test("a loss above where it began is of steps that are too large, and never of steps that are too small", () => {
  const spec = { training: { learning_rate: 10 } };
  const found = (validation: number[], train: number[]) => {
    const subject = of({ "validation/accuracy": [0.1, 0.1, 0.11, 0.1, 0.1], "validation/loss": validation, "train/loss": train }, { baseline: { accuracy: 0.11 }, spec });
    return cards([{ subject, headline: "accuracy", series: { accuracy: share, loss } }])[0];
  };
  const card = found([2.3, 2.7, 3.2, 3.0, 2.5], [null as never, 7.1, 5, 3.1, 2.6]);
  expect(card).toMatchObject({ words: "explain.guessing.large", values: { rate: 10, began: "2.30" } });
  expect(card?.attempt[0]).toEqual({ pointer: "/training/learning_rate", value: 1 });
  expect(found([2.3, 2.3, 2.29, 2.3, 2.29], [null as never, 7.1, 5, 3.1, 2.2])?.words).toBe("explain.guessing.large");
  expect(found([2.3, 2.31, 2.3, 2.32, 2.31], [null as never, 2.32, 2.3, 2.31, 2.3])?.words).toBe("explain.guessing");
});

test("what is nearly perfect learns nothing by heart and stands still at nothing", () => {
  const held = [0.5, 0.99, 1, 1, 1, 1];
  expect(rules(of({ "validation/accuracy": held, "validation/loss": [1, 0.0001, 0.0002, 0.0003, 0.0003, 0.0004], "train/loss": [1, 0.1, 0.05, 0.01, 0.001, 0.001] }))).toEqual([]);
  const still = [0.2, ...Array.from({ length: 14 }, () => 0.0003)];
  expect(rules(of({ "validation/loss": still }, { baseline: { loss: 0.19 } }), { loss }, "loss")).toEqual([]);
});

test("a loss that rises on what was never seen alone has not jumped", () => {
  const held = [2.3, 0.5, 0.4, 1.4, 1.5, 1.6, 1.7];
  const learnt = [null as never, 0.6, 0.3, 0.2, 0.1, 0.05, 0.04];
  expect(rules(of({ "validation/accuracy": [0.1, 0.5, 0.8, 0.8, 0.8, 0.8, 0.8], "validation/loss": held, "train/loss": learnt }))).toEqual(["gap"]);
  expect(rules(of({ "validation/loss": [-1, -2, -2.1, -2, -2.05] }, {}), { loss }, "loss")).not.toContain("jump");
});

test("as good as guessing is said after a few epochs and not before", () => {
  const flat = [0.1, 0.11, 0.1, 0.11, 0.1];
  expect(rules(of({ "validation/accuracy": flat }, { baseline: { accuracy: 0.11 } }))).toEqual(["guessing"]);
  expect(rules(of({ "validation/accuracy": flat.slice(0, 2) }, { baseline: { accuracy: 0.11 } }))).toEqual([]);
  expect(rules(of({ "validation/accuracy": flat }, { baseline: { accuracy: 0.01 } }))).not.toContain("guessing");
});

test("symbols that are right and answers that are not, whatever the series are called", () => {
  const series = { sentences: { ...share, of: "whole" }, letters: { ...share, headline: false, of: "part" }, loss } as const;
  const subject = of({ "validation/letters": [0.1, 0.4, 0.5, 0.6], "validation/sentences": [0, 0, 0.01, 0.04] }, { baseline: { letters: 0.385, sentences: 0 } });
  expect(rules(subject, series, "sentences")).toEqual(["symbols"]);
  const better = of({ "validation/letters": [0.1, 0.4, 0.8, 0.9], "validation/sentences": [0, 0, 0.4, 0.7] }, { baseline: { sentences: 0 } });
  expect(rules(better, series, "sentences")).toEqual([]);
});

test("advice finds the control that makes a network larger, whatever it is called", () => {
  const field = { type: "integer", default: 4, minimum: 1, maximum: 9, title: "Towers" };
  const made = controls({ properties: { height: { ...field, title: "Height" }, towers: { ...field, role: "capacity" } } }, "architecture");
  const subject = of({ "validation/accuracy": [0.1, 0.11, 0.1, 0.11, 0.1] }, { baseline: { accuracy: 0.11 } });
  const [card] = cards([{ subject, headline: "accuracy", series: { accuracy: share, loss } }]);
  const advised = card?.attempt.flatMap((attempt) => made.filter((control) => isMeant(control, attempt)));
  expect(advised?.map(({ pointer }) => pointer)).toEqual(["/architecture/towers"]);
});

test("a training loss that falls on while the validation loss rises is learning by heart", () => {
  const train = [1, 0.8, 0.6, 0.4, 0.3, 0.2, 0.1];
  const turned = of({ "train/loss": train, "validation/loss": [1, 0.8, 0.7, 0.75, 0.8, 0.85, 0.9], "validation/accuracy": learning.slice(0, 7) });
  const [card] = cards([{ subject: turned, headline: "accuracy", series: { accuracy: share, loss } }]);
  expect(card).toMatchObject({ rule: "gap", values: { at: "epoch 2", low: "0.70", high: "0.90", before: "0.60", now: "0.10" } });
  const both = of({ "train/loss": train, "validation/loss": train, "validation/accuracy": learning.slice(0, 7) });
  expect(rules(both)).toEqual([]);
});

test("a sudden fall is said until it is made good", () => {
  expect(rules(of({ "validation/accuracy": [0.1, 0.9, 0.93, 0.95, 0.66] }))).toEqual(["spike"]);
  expect(rules(of({ "validation/accuracy": [0.1, 0.9, 0.95, 0.66, 0.94] }))).toEqual([]);
});

test("a fall just after a change is laid to the change", () => {
  const subject = of({ "validation/accuracy": [0.1, 0.9, 0.93, 0.95, 0.66] });
  const change = { setting: "/training/learning_rate", before: 0.001, after: 0.05, step: 35, epoch: 3.4, type: "changed" } as const;
  subject.history?.changes.push({ ...change });
  const facts = { subject, headline: "accuracy", series: { accuracy: share, loss } };
  expect(cards([facts])).toMatchObject([{ words: "explain.spike.changed", setting: "/training/learning_rate", values: { from: "0.001", to: "0.05" } }]);
  subject.history?.changes.splice(0, 1, { ...change, epoch: 1 });
  expect(cards([facts])).toMatchObject([{ words: "explain.spike" }]);
});

test("a training that is counted in batches is spoken of in batches", () => {
  const stuck = [...learning.slice(0, 5), ...new Array<number>(10).fill(0.8)];
  const subject = of({ "validation/accuracy": stuck }, { spec: { training: { batches: 150 } }, steps_per_epoch: 10 });
  expect(cards([{ subject, headline: "accuracy", series: { accuracy: share, loss } }])).toMatchObject([{ rule: "plateau", values: { at: "batch 40", now: "batch 140" } }]);
});

test("no progress over the last third is a plateau, unless there is nothing left to gain", () => {
  const stuck = [...learning.slice(0, 5), ...new Array<number>(10).fill(0.8)];
  expect(rules(of({ "validation/accuracy": stuck }))).toEqual(["plateau"]);
  expect(rules(of({ "validation/accuracy": [0.5, ...new Array<number>(14).fill(0.995)] }))).toEqual([]);
});

test("a little progress over the last third is not called none", () => {
  const creeping = [...learning.slice(0, 5), ...new Array<number>(6).fill(0.8), 0.85, 0.8, 0.8, 0.8];
  const facts = { subject: of({ "validation/accuracy": creeping }), headline: "accuracy", series: { accuracy: share, loss } };
  expect(cards([facts])).toMatchObject([{ rule: "plateau", words: "explain.plateau.hardly", values: { value: "84.4\u202f%", best: "85.0\u202f%" } }]);
});

test("a run that ended on its way up is told to go on", () => {
  const rising = [0, 0.1, 0.2, 0.3, 0.4, 0.5];
  expect(rules(of({ "validation/accuracy": rising }, { state: "finished" }))).toEqual(["unfinished"]);
  expect(rules(of({ "validation/accuracy": rising }, { state: "running" }))).toEqual([]);
});

test("one rule speaks once, for the first run that it is true of", () => {
  const flat = { "validation/accuracy": [0.1, 0.1, 0.1, 0.1] };
  const facts = [of(flat, { id: "a", baseline: { accuracy: 0.1 } }), of(flat, { id: "b", baseline: { accuracy: 0.1 } })];
  const found = cards(facts.map((subject) => ({ subject, headline: "accuracy", series: { accuracy: share, loss } })));
  expect(found.map((card) => card.run)).toEqual(["a"]);
});
