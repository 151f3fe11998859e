// Colours of lines that have no run to take one from; after the last they begin anew, dashed.

const HUES = ["strong", "hue-blue", "hue-orange", "hue-green", "hue-purple", "hue-red", "hue-sky", "hue-olive", "hue-grey"];

/** Of a line that belongs to no run: dashed, in the colour of words. */
export const SHARED = HUES.length;

/** The number of a colour by its name, as runs have it. */
export function hueNamed(name: string | undefined): number {
  return Math.max(0, HUES.indexOf(`hue-${name}`));
}

export function paint(hue: number) {
  return { style: { "--paint": `var(--${HUES[hue % HUES.length]})` }, "data-dashed": hue >= HUES.length };
}
