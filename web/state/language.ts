// The language that the page speaks.

import { batch } from "@preact/signals";
import { type Language, wanted, wordsOf } from "../text/languages";
import { language, text, words } from "../text/text";
import { page } from "./page";
import { say } from "./toasts";

let latest: Language = "en";

/** From now on the page speaks this language. Where it cannot be fetched, the page stays as it is. */
export async function speak(chosen: Language): Promise<void> {
  latest = chosen;
  const found = await wordsOf(chosen);
  if (latest !== chosen) return; // Somebody was faster than the network.
  batch(() => {
    words.value = found;
    language.value = chosen;
  });
}

/** Where a language cannot be fetched, the page says so in the one it has. */
export function speakWanted(): Promise<void> {
  return speak(wanted(page.language.value, navigator.languages)).catch(() => void say(text("trouble.unreachable")));
}
