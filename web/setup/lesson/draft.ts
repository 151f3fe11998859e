// A lesson while it is written: what each step shows is kept whole, and what it says to the page follows from that.

import type { Goal, Predict } from "../../generated/types";
import { NETWORKS, SEED, sameSpec, type Spec, type Vary } from "../spec";
import type { Called } from "./called";

/** What the page shows, as a step takes it over. */
export interface Shown {
  spec: Spec;
  vary: Vary;
  look: string;
  charts: string[];
  hide: string[];
}

export interface DraftStep {
  title: string;
  prose: string;
  shown: Shown;
  predict: Predict | null;
  goal: Goal | null;
  /** What the lesson calls the values that race; drafts of before have none. */
  called?: Called;
}

export interface Draft {
  title: string;
  text: string;
  minutes: number;
  /** What stands before the first step. */
  opening: string;
  steps: DraftStep[];
}

export const EMPTY: Draft = { title: "", text: "", minutes: 10, opening: "", steps: [] };

/** As much of what was kept in the browser as is still a draft. */
export function isDraft(value: unknown): value is Draft {
  const draft = value as Partial<Draft> | null;
  return typeof draft?.title === "string" && typeof draft.text === "string" && Array.isArray(draft.steps) && draft.steps.every(isStep);
}

function isStep(value: unknown): boolean {
  const step = value as Partial<DraftStep> | null;
  return typeof step?.title === "string" && typeof step.prose === "string" && typeof step.shown?.spec?.task?.name === "string";
}

export function withStep(draft: Draft, at: number, change: Partial<DraftStep>): Draft {
  return { ...draft, steps: draft.steps.map((step, place) => (place === at ? { ...step, ...change } : step)) };
}

export function added(draft: Draft, shown: Shown): Draft {
  return { ...draft, steps: [...draft.steps, { title: "", prose: "", shown, predict: null, goal: null }] };
}

export function without(draft: Draft, at: number): Draft {
  return { ...draft, steps: draft.steps.filter((_, place) => place !== at) };
}

/** The step one place up or down. */
export function moved(draft: Draft, at: number, by: 1 | -1): Draft {
  const steps = [...draft.steps];
  const [step] = steps.splice(at, 1);
  if (step !== undefined) steps.splice(at + by, 0, step);
  return { ...draft, steps };
}

export function sameShown(one: Shown, other: Shown): boolean {
  return sameSpec(one, other);
}

/** What a step says to the page: where it differs from the step before it. */
export interface Says {
  set: Record<string, unknown>;
  race: Vary;
  look: string;
  charts: string[];
  /** null: as it was. */
  hide: string[] | null;
}

export function says({ steps }: Draft, at: number): Says {
  const now = steps[at]?.shown;
  const before = steps[at - 1]?.shown;
  if (now === undefined) return { set: {}, race: {}, look: "", charts: [], hide: null };
  const hidden = before?.hide ?? [];
  return {
    set: before === undefined ? {} : changes(before.spec, now.spec),
    race: now.vary,
    look: now.look === before?.look ? "" : now.look,
    charts: sameSpec(now.charts, before?.charts ?? []) ? [] : now.charts,
    hide: sameSpec(now.hide, hidden) ? null : now.hide,
  };
}

/** The settings whose values can be called by names: seeds are numbers, and whole networks differ in several settings. */
export function nameable({ vary }: Shown): string[] {
  return Object.keys(vary).filter((pointer) => pointer !== SEED && pointer !== NETWORKS);
}

/** Where at least one value has a name, those of all, in the order of the race; the others have their `usual` ones. */
export function raceNames(step: DraftStep, usual: (pointer: string, value: unknown) => string): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const pointer of nameable(step.shown)) {
    const values: readonly unknown[] = step.shown.vary[pointer] ?? [];
    const own = values.map((value) => step.called?.[pointer]?.[JSON.stringify(value)]?.trim() ?? "");
    if (own.some((name) => name !== "")) found[pointer] = own.map((name, place) => name || usual(pointer, values[place]));
  }
  return found;
}

/** Two that are called alike: a lesson cannot tell them apart. */
export function calledTwice(names: readonly string[]): string | undefined {
  return names.find((name, place) => names.indexOf(name) !== place);
}

/** Settings that differ, by JSON pointer. Another task or architecture is told with all settings of its own. */
function changes(before: Spec, now: Spec): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const part of ["task", "architecture", "training"] as const) {
    const renamed = before[part].name !== now[part].name;
    for (const [field, value] of Object.entries(now[part]))
      if (renamed || !sameSpec(value, before[part][field])) found[`/${part}/${field}`] = value;
  }
  return found;
}
