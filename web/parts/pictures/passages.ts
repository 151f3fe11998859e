// Texts piece by piece: what stands where, what might have stood there, and how another text is asked for. Pure.

import { floats, pairs } from "./packed";
import type { Passage } from "./worded";

export interface Alternative {
  label: string;
  /** Of the symbol in the alphabet. */
  number: number;
  /** 0 to 1. */
  share: number;
}

/** What is drawn for a line break, and typed for one. */
export const BREAK = "↵";

/** Blanks and line breaks are symbols like any other, and have to be seen. */
export function shownSymbol(label: string): string {
  return label === " " ? "␣" : label.replaceAll("\n", BREAK);
}

export function alternativesAt({ alternatives }: Passage, place: number): Alternative[] {
  if (alternatives === null) return [];
  const { each, labels, numbers } = alternatives;
  const [places, shares] = [pairs(alternatives.places), pairs(alternatives.shares)];
  return Array.from({ length: each }, (_, row) => {
    const at = places[place * each + row] ?? 0;
    return { label: labels[at] ?? "", number: numbers[at] ?? 0, share: (shares[place * each + row] ?? 0) / 65535 };
  }).filter(({ share }) => share > 0);
}

/** From -1 to 1, as strong as each piece is coloured; null of one without a colour. */
export function tints({ values, scale, signed }: Passage): (number | null)[] {
  return floats(values).map((value) => (Number.isFinite(value) ? Math.max(signed ? -1 : 0, Math.min(1, value / (scale || 1))) : null));
}

/** The part that asks for the same text with one number changed; what was chosen by hand is let go of. */
export function turned(picture: Passage, name: string, value: number): string {
  return asked(picture, { [name]: value }, []);
}

/** The part that asks for the same text up to a piece, and from there on with another symbol. */
export function taken(picture: Passage, place: number, number: number): string {
  const at = place - picture.prompt;
  return asked(picture, {}, [...picture.takes.filter(([before]) => before < at), [at, number]]);
}

export function untaken(picture: Passage): string {
  return asked(picture, {}, []);
}

function asked({ knobs }: Passage, changed: Readonly<Record<string, number>>, takes: readonly (readonly number[])[]): string {
  const numbers = knobs.map(({ name, value }) => `${name}=${changed[name] ?? value}`);
  return [...numbers, ...takes.map(([place, number]) => `take=${place}:${number}`)].join("&");
}
