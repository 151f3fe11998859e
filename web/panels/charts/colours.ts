// Colours for the canvas, read from the stylesheet so that they are written once.

import { HUES, type Hue } from "../../curves/groups";

export interface Colours {
  hues: Record<Hue, string>;
  /** The same hues, dark or light enough for letters. */
  inks: Record<Hue, string>;
  /** The same hues, thin enough to lie under lines. */
  washes: Record<Hue, string>;
  text: string;
  muted: string;
  line: string;
  ground: string;
  font: string;
  /** How much larger than usual letters are. */
  scale: number;
}

/** By the colour and the size of the text: there is one set of colours for each ground. */
const known = new Map<string, Colours>();

export function readColours(element: HTMLElement): Colours {
  const style = getComputedStyle(element);
  const scale = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
  const key = `${style.color} ${scale}`;
  const found = known.get(key) ?? { ...resolved(element, style), scale };
  known.set(key, found);
  return found;
}

/** A custom property is text until an element wears it as its colour. */
function resolved(element: HTMLElement, { color, fontFamily }: CSSStyleDeclaration): Omit<Colours, "scale"> {
  const probe = document.createElement("span");
  element.append(probe);
  const read = (name: string) => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const each = (kind: string) => Object.fromEntries(HUES.map((hue) => [hue, read(`--${kind}-${hue}`)])) as Record<Hue, string>;
  const hues = each("hue");
  const washes = Object.fromEntries(HUES.map((hue) => [hue, washed(hues[hue])])) as Record<Hue, string>;
  const colours = { hues, washes, inks: each("ink"), text: color, muted: read("--muted"), line: read("--line"), ground: read("--page"), font: fontFamily };
  probe.remove();
  return colours;
}

function washed(colour: string): string {
  return colour.replace("rgb(", "rgba(").replace(")", ", 0.16)");
}
