// Names of rows, columns and classes on pictures.

import css from "./Answers.module.css";

/** Figures and symbols need little room; words, as of classes, need more. */
export function hasWords(labels: readonly string[]): boolean {
  return labels.some((label) => widthOf(label) > 2);
}

export function named(labels: readonly string[], name: string | undefined): string | undefined {
  return hasWords(labels) ? `${name} ${css.named}` : name;
}

/** In letters; a Chinese character is as wide as two. */
function widthOf(label: string): number {
  return [...label].reduce((wide, character) => wide + (character >= "\u2e80" ? 2 : 1), 0);
}

/** A blank is a symbol like any other, and has to be seen. */
export function shownLabel(label: string): string {
  return label === " " ? "\u2423" : label;
}
