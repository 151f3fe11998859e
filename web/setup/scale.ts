// Between a slider's position, 0 to 1, and the value of its field. A logarithmic scale may have a stop at 0.

export interface Scale {
  least: number;
  most: number;
  step: number;
  whole: boolean;
  logarithmic: boolean;
}

/** The part of the slider that the stop at 0 takes. */
const STOP = 0.04;
/** A scale that starts at 0 still needs a smallest value above it. */
const DECADES = 6;

export function toPosition(scale: Scale, value: number): number {
  if (scale.most <= scale.least) return 0;
  if (!scale.logarithmic) return clamp((value - scale.least) / (scale.most - scale.least), 0, 1);
  const low = lowest(scale);
  const stop = scale.least <= 0 ? STOP : 0;
  if (value < low) return 0;
  return clamp(stop + (1 - stop) * (Math.log(value / low) / Math.log(scale.most / low)), 0, 1);
}

export function toValue(scale: Scale, position: number): number {
  if (!scale.logarithmic) return stepped(scale, scale.least + position * (scale.most - scale.least));
  const low = lowest(scale);
  const stop = scale.least <= 0 ? STOP : 0;
  if (stop > 0 && position < stop / 2) return 0;
  const along = clamp((position - stop) / (1 - stop), 0, 1);
  if (along === 0 || along === 1) return along === 0 ? low : scale.most;
  return rounded(scale, low * Math.exp(along * Math.log(scale.most / low)));
}

function lowest(scale: Scale): number {
  if (scale.least > 0) return scale.least;
  return scale.whole ? 1 : scale.most / 10 ** DECADES;
}

function stepped(scale: Scale, value: number): number {
  const steps = Math.round((value - scale.least) / scale.step);
  return tidy(clamp(scale.least + steps * scale.step, scale.least, scale.most));
}

/** Two figures are as many as a logarithmic slider can mean: 0.003, not 0.0029853826. */
function rounded(scale: Scale, value: number): number {
  const near = Number(value.toPrecision(2));
  return clamp(scale.whole ? doubled(value, Math.round(near)) : near, scale.least, scale.most);
}

/** Sizes are doubled by habit: a slider close to 128 means 128, not 130. */
function doubled(value: number, near: number): number {
  const power = 2 ** Math.round(Math.log2(value));
  return power <= 4_096 && Math.abs(power - value) < 0.02 * value ? power : near;
}

/** Sums of steps such as 0.1 + 0.2 leave a tail that nobody chose. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

export function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

/** One press of an arrow key: a step, or on a logarithmic scale the next of 1, 2, 3, 5. */
export function nudged(scale: Scale, value: number, direction: 1 | -1): number {
  if (!scale.logarithmic) return stepped(scale, value + direction * scale.step);
  const positions = 60;
  let place = Math.round(toPosition(scale, value) * positions);
  for (let tries = 0; tries < positions; tries++) {
    place += direction;
    const next = toValue(scale, clamp(place / positions, 0, 1));
    if (next !== value) return next;
  }
  return value;
}
