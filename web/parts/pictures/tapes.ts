// One step of a machine with a memory, as its equations have it: M(i) (1 - w(i) e) + w(i) a, one writing head after another.

import { part, unpacked } from "./arrays";
import type { Tape } from "./worded";

export interface Step {
  /** Number by number, and in it place by place: a column for each place. */
  before: Float32Array;
  erased: Float32Array;
  added: Float32Array;
  after: Float32Array;
}

export interface Size {
  steps: number;
  slots: number;
  width: number;
}

export function sizeOf(picture: Pick<Tape, "memory">): Size {
  const [moments = 1, slots = 1, width = 1] = picture.memory.shape;
  return { steps: moments - 1, slots, width };
}

export function stepOf(picture: Pick<Tape, "memory" | "heads">, step: number): Step {
  const { slots, width } = sizeOf(picture);
  const memory = unpacked(picture.memory);
  const now = Float32Array.from(part(memory, step));
  const [erased, added] = [new Float32Array(now.length), new Float32Array(now.length)];
  for (const head of picture.heads) {
    if (!head.erases || !head.adds) continue;
    const stages = unpacked(head.stages);
    const weights = part(stages, step, (stages.shape[1] ?? 1) - 1);
    const [e, a] = [part(unpacked(head.erases), step), part(unpacked(head.adds), step)];
    now.forEach((value, at) => {
      const w = weights[Math.floor(at / width)] ?? 0;
      const [less, more] = [value * w * (e[at % width] ?? 0), w * (a[at % width] ?? 0)];
      erased[at] = (erased[at] ?? 0) + less;
      added[at] = (added[at] ?? 0) + more;
      now[at] = value - less + more;
    });
  }
  const turned = (values: Float32Array) => turn(values, slots, width);
  return { before: turned(part(memory, step)), erased: turned(erased), added: turned(added), after: turned(part(memory, step + 1)) };
}

/** (rows, columns) -> (columns, rows). */
export function turn(values: ArrayLike<number>, rows: number, columns: number): Float32Array {
  return Float32Array.from({ length: rows * columns }, (_, at) => values[(at % rows) * columns + Math.floor(at / rows)] ?? 0);
}

/** What asks for the same sequence, with or without a change. */
export function askedFor(picture: Pick<Tape, "knobs">, edit: string, knobs: Record<string, number> = {}): string {
  const turned = picture.knobs.map(({ name, value }) => `${name}=${knobs[name] ?? value}`);
  return [...turned, ...(edit ? [`edit=${edit}`] : [])].join("&");
}

/** Probabilities of the bits that count, (steps, outputs); those that are wrong below 0, the surer the further. */
export function answers(picture: Pick<Tape, "outputs" | "targets" | "counts">): Float32Array {
  const [outputs, targets] = [unpacked(picture.outputs), unpacked(picture.targets)];
  const bits = outputs.shape[1] ?? 1;
  return Float32Array.from(outputs.all, (value, place) => {
    if (!picture.counts[Math.floor(place / bits)]) return 0;
    const wrong = value > 0.5 !== (targets.all[place] ?? 0) > 0.5;
    return wrong ? -Math.max(value, 1 - value) : value;
  });
}
