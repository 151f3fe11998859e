// Markup made from templates: whatever is put into one is text, unless it is markup already.

import { escaped } from "../../curves/svg";

export class Markup {
  constructor(readonly source: string) {}
}

type Part = Markup | string | number | readonly Part[];

export function html(template: TemplateStringsArray, ...parts: Part[]): Markup {
  return new Markup(template.map((words, place) => words + written(parts[place] ?? "")).join(""));
}

function written(part: Part): string {
  if (part instanceof Markup) return part.source;
  return typeof part === "object" ? part.map(written).join("") : escaped(String(part));
}

export const NOTHING = new Markup("");
