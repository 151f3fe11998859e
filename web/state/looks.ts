// What the page looks at: one look for each run that is looked into, and for a pinned question the steps behind it.

import { inBatches, isOver } from "../curves/moment";
import type { ViewRequest, ViewAnswer, Mark, Run, View } from "../generated/types";
import { posedOf } from "../setup/question";
import { type InWords, inWords } from "../text/sentences";
import { lookKey } from "./receive";

/** So many earlier answers tell how a run came to its last one. */
const ROWS = 11;

/** Pictures that are an answer and nothing else. */
const SMALL: readonly string[] = ["bars", "marked text"];

/** The server takes so many looks of one page. */
const LOOKS = 64;

export interface Wish {
  view: View | undefined;
  question: string;
  /** False while the question cannot be posed, where the view needs one. */
  posed: boolean;
  runs: readonly Run[];
  /** The epoch looked back to; null is now. */
  back: number | null;
  /** By run, kept steps that may be right before the first that is known to be: they are looked at too. */
  earlier?: ReadonlyMap<string, readonly number[]>;
}

/** Whether there is nothing to see before somebody asks. */
export function waitsForQuestion(view: View): boolean {
  return view.asks && !view.has_example;
}

/** Whether it is told how a run came to its answer: where the answer is what is to be seen. */
export function hasHistory(view: View): boolean {
  return view.asks && !view.has_example;
}

export function looks(wish: Wish, seen: ReadonlyMap<string, ViewAnswer>): ViewRequest[] {
  const { view, question, posed, runs, back } = wish;
  if (view === undefined || (waitsForQuestion(view) && !posed)) return [];
  const now = runs.map((run) => ({ run: run.id, view: view.name, question, at: at(run, back) }));
  if (!hasHistory(view) || back !== null) return now;
  const before = runs.filter(isOver).flatMap((run) =>
    [...milestones(run.snapshots, ROWS), ...(wish.earlier?.get(run.id) ?? [])]
      .filter((step) => !seen.has(lookKey(run.id, view.name, posedOf(question), step)))
      .map((step) => ({ run: run.id, view: view.name, question: posedOf(question), at: step })),
  );
  return [...now, ...before];
}

/** Kept steps before the first right answer that were no milestones, the latest first, as many as a page may ask; none
 *  before all milestones have answered, and none in views that show more than the answer: theirs are large. */
export function earlier(run: Run, answers: readonly ViewAnswer[], runs: number): number[] {
  const first = answers.find((answer) => markOf(answer)?.right === true);
  if (first === undefined || !isOver(run) || !SMALL.includes(first.picture.type)) return [];
  const asked = milestones(run.snapshots, ROWS);
  const looked = new Set(answers.map(({ step }) => step));
  if (asked.some((step) => !looked.has(step))) return [];
  const most = Math.floor(LOOKS / Math.max(1, runs)) - ROWS - 1;
  return run.snapshots.filter((step) => step < first.step && !asked.includes(step)).reverse().slice(0, most);
}

/** What was answered, of a picture that has one answer. */
export function markOf({ picture }: ViewAnswer): InWords<Mark> | undefined {
  if ("mark" in picture) return picture.mark ? inWords(picture.mark) : undefined;
  return "marks" in picture && picture.marks[0] ? inWords(picture.marks[0]) : undefined;
}

/** The snapshot nearest to an epoch; without one, the weights as they are. */
export function at(run: Run, back: number | null): ViewRequest["at"] {
  if (back === null || run.snapshots.length === 0 || run.steps_per_epoch === 0) return "live";
  const step = back * run.steps_per_epoch;
  return run.snapshots.reduce((near, one) => (Math.abs(one - step) < Math.abs(near - step) ? one : near));
}

/** Where one can look back to, in epochs: whole ones, and what was kept of trainings that are counted in batches. */
export function places(runs: readonly Run[], most: number): number[] {
  if (runs.every((run) => run.snapshots.length === 0)) return [];
  if (!runs.some(inBatches)) return Array.from({ length: Math.floor(most) + 1 }, (_, epoch) => epoch);
  const kept = runs.flatMap((run) => run.snapshots.map((step) => step / Math.max(1, run.steps_per_epoch)));
  return [...new Set(kept)].sort((one, other) => one - other);
}

/** The index of the number that is nearest. */
export function nearest(numbers: readonly number[], to: number): number {
  return numbers.reduce((near, one, place) => (Math.abs(one - to) < Math.abs((numbers[near] ?? 0) - to) ? place : near), 0);
}

/** Some of the snapshots, evenly, with the first and the last. */
export function milestones(snapshots: readonly number[], most: number): number[] {
  if (snapshots.length <= most) return [...snapshots];
  const places = Array.from({ length: most }, (_, place) => Math.round((place * (snapshots.length - 1)) / (most - 1)));
  return [...new Set(places)].map((place) => snapshots[place] as number);
}

/** All answers of a run to a question, oldest first: one for each step that was looked at. */
export function rows(seen: ReadonlyMap<string, ViewAnswer>, run: string, view: string, question: string): ViewAnswer[] {
  const found = new Map<number, ViewAnswer>();
  for (const looked of seen.values())
    if (looked.run === run && looked.view === view && posedOf(looked.question) === posedOf(question)) found.set(looked.step, looked);
  return [...found.values()].sort((one, other) => one.step - other.step);
}

/** What was last seen of a run in a view with these weights; without a question whatever cell was asked for: it stays while a cell is looked up. */
export function standing(seen: ReadonlyMap<string, ViewAnswer>, run: string, view: string, weights: ViewRequest["at"], question?: string): ViewAnswer | undefined {
  const found = [...seen.values()].filter((one) => one.run === run && one.view === view && one.at === weights && (question ?? one.question) === one.question);
  return found.reduce<ViewAnswer | undefined>((last, one) => (last && last.step >= one.step ? last : one), undefined);
}

/** While training, answers come several times an epoch: the last of each epoch is its row, or of each ten batches. */
export function oneEach(answers: readonly ViewAnswer[], batches: boolean): ViewAnswer[] {
  const found = new Map<number, ViewAnswer>();
  for (const answer of answers) found.set(Math.round(batches ? answer.step / 10 : answer.epoch), answer);
  return [...found.values()];
}
