// What the x axis of all charts counts, and what is painted about the mean of seeds.

export const AXES = ["epoch", "step", "examples", "seconds", "multiply_adds"] as const;
export type Axis = (typeof AXES)[number];

/** Lowest to highest, a standard deviation, the 95 % interval of the mean. */
export const BANDS = ["range", "deviation", "interval", "off"] as const;
export type Band = (typeof BANDS)[number];
