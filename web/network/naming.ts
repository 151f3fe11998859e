// What the parts of a network are called: the names that they have in its file.

import { said } from "../text/text";

/** "generator.conv1" is a layer of a part. */
export function layerName(name: string): string {
  return name.split(".").map(said).join(" · ");
}
