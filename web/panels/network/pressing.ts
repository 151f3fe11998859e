// Pressing a block of the drawing asks the view that is looked at for that layer, or for the part that it belongs to.

import type { Picture } from "../../generated/types";

/** What one can ask a picture for, by the names of layers and of parts of the network. */
export function partsOf(picture: Picture | undefined): string[] {
  switch (picture?.type) {
    case "filters":
    case "layer maps":
    case "top patches":
      return picture.layers.map(({ name }) => name);
    case "shares":
      return picture.groups.flat().flatMap(({ name }) => (name ? [name] : []));
    default:
      return [];
  }
}

/** The part that is a layer or, of "stage1.block2.conv1", the nearest one round it; null where there is none. */
export function partOfLayer(parts: readonly string[], layer: string): string | null {
  const round = parts.filter((part) => part === layer || layer.startsWith(`${part}.`));
  return round.reduce<string | null>((nearest, part) => (nearest === null || part.length > nearest.length ? part : nearest), null);
}
