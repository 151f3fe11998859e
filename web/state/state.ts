// All that the page knows, in one place. Nothing here touches the document, so that tests need none.

import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Axis, Band } from "../curves/axis";
import type { History } from "../curves/history";
import type { Pace } from "../curves/pace";
import type { SizeAxis } from "../curves/sizes";
import type { Window } from "../curves/thin";
import type { Catalogue, Looked, Plan, Problem, Run, TaskEntry } from "../generated/types";
import type { Fork } from "../setup/fork";
import type { Spec, Vary } from "../setup/spec";
import type { Choice } from "../text/languages";
import { createTeaching, type Teaching } from "./teaching";

export type LinkState = "connecting" | "live" | "reconnecting" | "gone";
export type Place = "controls" | "charts" | "runs" | "inside" | "lesson";
export type Theme = "system" | "light" | "dark";

export interface Toast {
  id: number;
  words: string;
  action?: { words: string; act: () => void };
  /** What it is about: of one subject only the latest is said. */
  about?: string;
}

export interface Explained {
  title: string;
  words: string;
}

export interface State {
  catalogue: Signal<Catalogue | null>;
  /** Why there is no page to show, in words. */
  trouble: Signal<string>;

  spec: Signal<Spec>;
  vary: Signal<Vary>;
  /** Whether the networks of a race are made equally large. */
  equal: Signal<boolean>;
  /** Runs that are in the trash, as far as the server has told. */
  trashed: Signal<ReadonlySet<string>>;
  trashOpen: Signal<boolean>;
  plan: Signal<Plan | null>;
  problem: Signal<Problem | null>;
  starting: Signal<boolean>;
  /** A file of weights that what starts next begins with; null begins anew. */
  weights: Signal<{ weights: string; file: string } | null>;
  /** Steps a second at which what starts next can be watched; null is full speed. */
  pace: Signal<Pace>;
  /** Whose weights the next training goes on from; null begins anew. */
  fork: Signal<Fork | null>;

  link: Signal<LinkState>;
  runs: Signal<ReadonlyMap<string, Run>>;
  /** Columns grow in place; `grown` says that they did. */
  histories: Map<string, History>;
  grown: Signal<number>;
  looked: Signal<ReadonlyMap<string, Looked>>;
  refused: Signal<ReadonlyMap<string, string>>;

  axis: Signal<Axis>;
  /** Whether somebody chose it; else it follows the unit in which the runs are counted. */
  axisChosen: Signal<boolean>;
  logarithmic: Signal<boolean>;
  /** What networks cost, on the chart of sizes. */
  sizeAxis: Signal<SizeAxis>;
  /** Points that a smoothed line takes together; 0 is off. */
  smoothing: Signal<number>;
  band: Signal<Band>;
  /** The part of the x axis that all charts show; null is all of it. */
  window: Signal<Window | null>;
  /** Whether the window goes with the newest point. */
  follow: Signal<boolean>;
  /** Series that somebody put on a chart, or took off it; the rest follows `charted`. */
  charts: Signal<Readonly<Record<string, boolean>>>;
  /** Levels that somebody lets runs race to, by task and series. */
  levels: Signal<Readonly<Record<string, number>>>;
  hovered: Signal<string | null>;
  /** JSON pointers of the controls that something on the page points at. */
  pointed: Signal<readonly string[]>;
  /** What the pointer or the keyboard is at, in words, on the one line kept free for it. */
  explained: Signal<Explained | null>;
  /** What somebody chose to show or hide; the rest follows `shown`. */
  visible: Signal<Readonly<Record<string, boolean>>>;
  chosen: Signal<readonly string[]>;
  /** What is sought in the table of runs. */
  filter: Signal<string>;
  /** Groups of seeds whose runs have rows of their own. */
  unfolded: Signal<ReadonlySet<string>>;
  /** The run whose note is being written. */
  noting: Signal<string | null>;
  /** Two runs side by side. */
  compared: Signal<readonly [string, string] | null>;
  view: Signal<string>;
  questions: Signal<Readonly<Record<string, string>>>;
  /** By view, the cell of its heat maps whose examples are to be seen, as the question that asks for it. */
  cells: Signal<Readonly<Record<string, string>>>;
  /** The epoch that is looked back to; null is now. */
  lookBack: Signal<number | null>;

  place: Signal<Place>;
  drawer: Signal<boolean>;
  raceOpen: Signal<boolean>;
  keysOpen: Signal<boolean>;
  /** A part of the page that somebody is about to watch: it is brought into view, and asked for by a new object. */
  watched: Signal<{ part: "charts" } | null>;
  jumpOpen: Signal<boolean>;
  theme: Signal<Theme>;
  /** Letters for the last row of a classroom. */
  large: Signal<boolean>;
  language: Signal<Choice>;
  toasts: Signal<readonly Toast[]>;
  teaching: Teaching;

  task: ReadonlySignal<TaskEntry | null>;
}

export function createState(): State {
  const catalogue = signal<Catalogue | null>(null);
  const spec = signal<Spec>({ task: { name: "" }, architecture: { name: "" }, training: {} });
  return {
    catalogue,
    trouble: signal(""),
    spec,
    vary: signal({}),
    equal: signal(false),
    trashed: signal(new Set()),
    trashOpen: signal(false),
    plan: signal(null),
    problem: signal(null),
    starting: signal(false),
    weights: signal(null),
    pace: signal(null),
    fork: signal(null),
    link: signal("connecting"),
    runs: signal(new Map()),
    histories: new Map(),
    grown: signal(0),
    looked: signal(new Map()),
    refused: signal(new Map()),
    axis: signal("epoch"),
    axisChosen: signal(false),
    logarithmic: signal(false),
    sizeAxis: signal<SizeAxis>("parameters"),
    smoothing: signal(0),
    band: signal("range"),
    window: signal(null),
    follow: signal(false),
    charts: signal({}),
    levels: signal({}),
    hovered: signal(null),
    pointed: signal([]),
    explained: signal(null),
    visible: signal({}),
    chosen: signal([]),
    filter: signal(""),
    unfolded: signal(new Set()),
    noting: signal(null),
    compared: signal(null),
    view: signal(""),
    questions: signal({}),
    cells: signal({}),
    lookBack: signal(null),
    place: signal("charts"),
    drawer: signal(false),
    raceOpen: signal(false),
    keysOpen: signal(false),
    watched: signal(null),
    jumpOpen: signal(false),
    theme: signal("system"),
    large: signal(false),
    language: signal("browser"),
    toasts: signal([]),
    teaching: createTeaching(),
    task: computed(() => catalogue.value?.tasks.find((task) => task.name === spec.value.task.name) ?? null),
  };
}
