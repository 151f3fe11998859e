// The language of a page that asks no server for words.

import { batch } from "@preact/signals";
import { language, type Words, words } from "../text/text";

export function speakBy(found: Words, chosen: string): void {
  batch(() => {
    words.value = found;
    language.value = chosen;
  });
}
