// What layers are called: the parts of their names, and their types. models/layers/names.py words them in the same way.

import type { Wording } from "../generated/types";
import { worded } from "./sentences";

/** As the plan, the curves and the pictures name a layer: "generator.up1". In English it stays as it is. */
export function layerName(name: string): string {
  return worded(nameOf(name));
}

/** The word for a layer, by its class or its label. */
export function layerType(type: string): string {
  return worded(text(`types.${type}`, type));
}

function nameOf(name: string): Wording {
  const end = name.lastIndexOf(".");
  if (end >= 0) return text("layer-within", name, { outer: nameOf(name.slice(0, end)), layer: nameOf(name.slice(end + 1)) });
  const [, part = name, number = ""] = /^(.*?)(\d\w*)?$/.exec(name) ?? [];
  if (number === "") return text(`parts.${name}`, name);
  return part === "" ? text("", name) : text("layer-numbered", name, { name: text(`parts.${part}`, part), number });
}

function text(code: string, english: string, values: Wording["values"] = {}): Wording {
  return { code, values, text: english };
}
