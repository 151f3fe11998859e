// How a convolution is laid on, along one axis: which places of its input each output reads by which weight, and the other way.

import type * as Sent from "../../../generated/types";

/** In whatever language it is worded. */
export type Stage = Omit<Sent.Stage, "title">;

/** A place of the other side, and the weight between both. */
export interface Tie {
  place: number;
  tap: number;
}

export interface Axis {
  /** Of each output, what it is made of. */
  made: Tie[][];
  /** Of each input, what it makes. */
  makes: Tie[][];
}

/** Down and across. */
export type Laid = readonly [Axis, Axis];

type Size = readonly [number, number];

export function laidOn(stage: Stage, size: Size): Laid {
  const [, , high = 1, wide = 1] = stage.weights.shape;
  return [axisOf(stage, 0, size[0], high), axisOf(stage, 1, size[1], wide)];
}

function axisOf(stage: Stage, axis: 0 | 1, from: number, taps: number): Axis {
  const to = stage.size[axis];
  const made: Tie[][] = Array.from({ length: to }, () => []);
  const makes: Tie[][] = Array.from({ length: from }, () => []);
  const tie = (input: number, output: number, tap: number) => {
    made[output]?.push({ place: input, tap });
    makes[input]?.push({ place: output, tap });
  };
  const steps = stage.transposed ? from : to;
  for (let step = 0; step < steps; step++)
    for (let tap = 0; tap < taps; tap++) {
      const at = step * stage.stride[axis] - stage.corner[axis] + tap * stage.dilation;
      const [input, output] = stage.transposed ? [step, at] : [stage.mirrored ? mirrored(at, from) : at, step];
      if (input >= 0 && input < from && output >= 0 && output < to) tie(input, output, tap);
    }
  return { made, makes };
}

/** The place that a mirror at the edge shows: the edge itself is shown once. */
function mirrored(at: number, size: number): number {
  if (at < 0) return -at;
  return at < size ? at : 2 * (size - 1) - at;
}
