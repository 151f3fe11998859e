// The language that the page speaks.

import { batch } from "@preact/signals";
import { http } from "../http/http";
import { type Language, wanted, wordsOf } from "../text/languages";
import { type Template, templates } from "../text/sentences";
import { language, text, words } from "../text/text";
import { page } from "./page";
import { say } from "./toasts";

let latest: Language = "en";

/** From now on the page speaks this language. Where it cannot be fetched, the page stays as it is. */
export async function speak(chosen: Language): Promise<void> {
  latest = chosen;
  const [found, sentences] = await Promise.all([wordsOf(chosen), templatesOf(chosen)]);
  if (latest !== chosen) return; // Somebody was faster than the network.
  batch(() => {
    words.value = found;
    templates.value = sentences;
    language.value = chosen;
  });
}

/** What the server says in a language. Where it cannot be fetched, the server's English is shown. */
async function templatesOf(chosen: Language): Promise<Record<string, Template>> {
  return chosen === "zh" ? http.texts(chosen).catch(() => ({})) : {};
}

/** Where a language cannot be fetched, the page says so in the one it has. */
export function speakWanted(): Promise<void> {
  return speak(wanted(page.language.value, navigator.languages)).catch(() => void say(text("trouble.unreachable")));
}
