// A film of a training: the present view of all runs that are looked into, at every epoch whose weights are kept, as it is seen.

import { groundOf, painted } from "../../browser/painting";
import { beginning, END, paletteOf, picture } from "../../curves/gif";
import type { Run } from "../../generated/types";
import { lookBackTo } from "../../state/inside";
import { at, milestones, waitsForQuestion } from "../../state/looks";
import { asked, view, wish } from "../../state/present";
import { askedKey, lookKey } from "../../state/receive";
import { state } from "../../state/store";
import { text } from "../../text/text";
import css from "./Inside.module.css";

/** Of more kept epochs, so many are taken evenly: a film of a minute. */
export const MOST = 120;
/** Hundredths of a second. */
const [EACH, AT_LAST] = [50, 250];
/** Milliseconds. */
const [PATIENCE, SETTLES, OFTEN] = [20_000, 2_000, 40];

export interface Progress {
  /** Before each picture: which it is. */
  tell: (place: number) => void;
  stopped: () => boolean;
}

/** The epochs at which there are weights of any of the runs. */
export function epochs(runs: readonly Run[]): number[] {
  const all = runs.flatMap((run) => run.snapshots.map((step) => step / Math.max(1, run.steps_per_epoch)));
  return milestones([...new Set(all)].sort((one, other) => one - other), MOST);
}

/** A GIF with a picture for each of `kept`; null where somebody stopped it. The page is then as it was. */
export async function film(runs: readonly Run[], kept: readonly number[], { tell, stopped }: Progress): Promise<Blob | null> {
  if (view.value && waitsForQuestion(view.value) && !wish.value.posed) throw new Error(text("film.ask"));
  const before = state.lookBack.value;
  const frames: ImageData[] = [];
  try {
    for (const [place, epoch] of kept.entries()) {
      tell(place + 1);
      lookBackTo(epoch);
      await answered(runs, epoch, stopped);
      if (stopped()) return null;
      frames.push(await settled());
    }
  } finally {
    lookBackTo(before);
  }
  return encoded(frames);
}

/** Waits until what is asked of these weights has come for all runs. Raises an error where it does not. */
async function answered(runs: readonly Run[], epoch: number, stopped: () => boolean): Promise<void> {
  const present = view.value;
  if (present === undefined) return;
  const came = (run: Run) =>
    state.looked.value.has(lookKey(run.id, present.name, asked.value, at(run, epoch))) || state.refused.value.has(askedKey({ run: run.id, view: present.name, question: asked.value }));
  for (const until = performance.now() + PATIENCE; !stopped() && !runs.every(came); await pause(OFTEN))
    if (performance.now() > until) throw new Error(text("film.silent"));
}

/** The pictures as they are once nothing moves any more. */
async function settled(): Promise<ImageData> {
  let last = await seen();
  for (const until = performance.now() + SETTLES; performance.now() < until; ) {
    const next = await seen();
    if (alike(last, next)) return next;
    last = next;
  }
  return last;
}

async function seen(): Promise<ImageData> {
  await pause(OFTEN);
  const root = document.querySelector<HTMLElement>(`.${css.sideBySide}`);
  if (root === null) throw new Error(text("film.silent"));
  const canvas = painted(root);
  return (canvas.getContext("2d") as CanvasRenderingContext2D).getImageData(0, 0, canvas.width, canvas.height);
}

function alike(one: ImageData, other: ImageData): boolean {
  if (one.width !== other.width || one.height !== other.height) return false;
  return one.data.every((value, place) => value === other.data[place]);
}

/** All as large as the largest, on the ground of the page. */
async function encoded(frames: readonly ImageData[]): Promise<Blob> {
  const width = Math.max(...frames.map((frame) => frame.width));
  const height = Math.max(...frames.map((frame) => frame.height));
  const ground = groundOf(document.querySelector(`.${css.sideBySide}`) ?? document.body);
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { willReadFrequently: true }) as OffscreenCanvasRenderingContext2D;
  const whole = frames.map((frame) => {
    context.fillStyle = ground;
    context.fillRect(0, 0, width, height);
    context.putImageData(frame, 0, 0);
    return context.getImageData(0, 0, width, height).data;
  });
  const palette = paletteOf(whole);
  const parts = [beginning(width, height, palette)];
  for (const [place, pixels] of whole.entries()) {
    parts.push(picture(pixels, width, height, palette, place === whole.length - 1 ? AT_LAST : EACH));
    await pause(0);
  }
  return new Blob([...parts, END], { type: "image/gif" });
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds));
}
