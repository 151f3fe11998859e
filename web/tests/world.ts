// A small world for tests: two tasks, two architectures that belong to no real one, runs made by hand.

import { append, emptyHistory } from "../curves/history";
import type { Subject } from "../curves/subject";
import type { Catalogue, Run, SeriesText, Wording } from "../generated/types";

export const exact: SeriesText = {
  title: "Exact answers",
  unit: "",
  better: "higher",
  range: [0, 1],
  headline: true,
  percent: true,
  text: "",
  of: "",
  stack: "",
  optimum: null,
  instead: "",
};

export function catalogue(): Catalogue {
  const colours = { small: "orange", large: "green" };
  return {
    version: "1",
    tasks: [
      {
        name: "sums",
        title: "Sums",
        text: "",
        place: null,
        kind: "symbols -> symbols",
        guess: "guessing",
        series: { loss: { ...exact, title: "Loss", better: "lower", headline: false, range: null, percent: false }, exact },
        question: { form: "text", text: "Ask", example: "1+2", symbols: "0123456789+ ", most: 5, size: [0, 0] },
        missing: null,
        data: null,
        architectures: ["reader", "dense"],
        settings: { properties: { name: { const: "sums" }, digits: { type: "integer", default: 2, minimum: 1, maximum: 5, title: "Digits" } } },
      },
      { name: "pictures", title: "Pictures", text: "", place: null, kind: "image -> class", guess: "the commonest picture", series: { exact }, question: null, missing: wording("No data."), data: null, architectures: ["dense"], settings: { properties: {} } },
    ],
    architectures: [
      {
        name: "reader",
        title: "Reader",
        text: "",
        place: null,
        series: null,
        family: "",
        year: null,
        contest: wording(""),
        data: null,
        settings: {
          properties: {
            cell: { enum: ["small", "large"], default: "small", title: "Cell", type: "string", colours },
            hidden: { type: "integer", default: 128, minimum: 1, maximum: 512, title: "Units", scale: "log" },
            gated: { type: "boolean", default: false, title: "Gated" },
            leak: { type: "number", default: 0.1, minimum: 0, maximum: 1, title: "Leak", when: { gated: [true] } },
          },
        },
      },
      {
        name: "dense",
        title: "Dense",
        text: "",
        place: null,
        series: null,
        family: "",
        year: null,
        contest: wording(""),
        data: null,
        settings: {
          properties: {
            sizes: { type: "array", items: { type: "integer", minimum: 1, maximum: 64 }, minItems: 1, maxItems: 3, default: [16], title: "Sizes" },
          },
        },
      },
    ],
    training: {
      name: "training",
      title: "Training",
      text: "",
      place: null,
      settings: {
        properties: {
          learning_rate: { type: "number", default: 0.001, minimum: 0.000001, maximum: 1, title: "Learning rate", scale: "log", live: true },
          seed: { type: "integer", default: 0, minimum: 0, maximum: 9999, title: "Seed" },
        },
      },
    },
    presets: [
      { name: "first", title: "First", text: "", place: null, spec: { task: { name: "sums" }, architecture: { name: "reader" }, training: { learning_rate: 0.003 } }, vary: { "/architecture/cell": ["small", "large"] }, published: [], rows: [], first: true, begins: true },
    ],
    laboratories: [
      {
        name: "slopes",
        former: ["hills"],
        explains: { "training/learning_rate": "rate", "architecture/reader/cell": "" },
        title: "Slopes",
        text: "",
        place: null,
        settings: { properties: { rate: { type: "number", default: 0.1, minimum: 0, maximum: 1, title: "Rate" }, curve: { enum: ["flat", "steep"], default: "flat", title: "Curve" } } },
      },
    ],
    views: [],
    lessons: [],
    devices: ["cpu"],
    workers: 2,
    broken: [],
  };
}

interface Given extends Partial<Omit<Run, "spec">> {
  cell?: string;
  seed?: number;
  rate?: number;
}

export function run(id: string, { cell = "small", seed = 0, rate = 0.001, ...given }: Given = {}): Run {
  return {
    id,
    owner: "teacher",
    race: null,
    title: wording(""),
    spec: { task: { name: "sums", digits: 2 }, architecture: { name: "reader", cell, hidden: 128, gated: false, leak: 0.1 }, training: { learning_rate: rate, seed } },
    varied: {},
    state: "running",
    reason: wording(""),
    place: null,
    created: `2025-01-01T00:00:0${id.length}Z`,
    attempts: [],
    parameters: 100,
    multiply_adds: 50,
    steps: 600,
    steps_per_epoch: 10,
    step: 0,
    epoch: 0,
    seconds: 0,
    examples: 0,
    baseline: {},
    best: null,
    test: {},
    train: {},
    snapshots: [],
    notices: [],
    deleted: false,
    parent: null,
    problem: null,
    note: "",
    pinned: false,
    changes: 0,
    steps_per_second: null,
    ...given,
  };
}

/** A run of ten steps and twenty examples an epoch, a second each, with these validation losses. */
export function subject(id: string, values: number[], seed = 0, group = "g"): Subject {
  const history = emptyHistory();
  const epoch = values.map((_, place) => place);
  const columns = { epoch, step: epoch.map((one) => one * 10), seconds: epoch, examples: epoch.map((one) => one * 20), "validation/loss": values };
  append(history, { type: "points", clock: "epoch", columns });
  return { run: run(id, { seed }), history, paint: { hue: "blue", marker: "circle", group }, name: id, groupName: "all" };
}

/** What a person, a library or an older server says: words without a code. */
export function wording(text: string): Wording {
  return { code: "", values: {}, text };
}
