// The language that the page speaks.

import { batch } from "@preact/signals";
import type { Catalogue } from "../generated/types";
import { http } from "../http/http";
import { type Language, ofServer, wanted, wordsOf } from "../text/languages";
import { type Template, templates } from "../text/sentences";
import { language, text, type Words, words } from "../text/text";
import { page } from "./page";
import { receiveCatalogue, server } from "./server";
import { say } from "./toasts";

let latest: Language = "en";

/** From now on the page speaks this language. Where it cannot be fetched, the page stays as it is. */
export async function speak(chosen: Language): Promise<void> {
  latest = chosen;
  if (chosen === language.peek()) return;
  const [found, sentences] = await Promise.all([wordsOf(chosen), templatesOf(chosen)]);
  const catalogue = server.catalogue.peek() && (await catalogueIn(chosen, found));
  if (latest !== chosen) return; // Somebody was faster than the network.
  batch(() => {
    words.value = found;
    templates.value = sentences;
    language.value = chosen;
    if (catalogue) receiveCatalogue(catalogue);
  });
}

/** In the language of the page. */
export async function fetchCatalogue(): Promise<Catalogue> {
  const asked = language.peek() as Language;
  const found = await catalogueIn(asked, words.peek());
  return language.peek() === asked ? found : fetchCatalogue(); // Somebody chose another meanwhile.
}

async function catalogueIn(chosen: Language, { catalogue }: Words): Promise<Catalogue> {
  return catalogue(await http.catalogue(ofServer(chosen)));
}

/** What the server says in a language. English comes worded, and is shown where there is nothing else. */
async function templatesOf(chosen: Language): Promise<Record<string, Template>> {
  return ofServer(chosen) === "en" ? {} : http.texts(chosen).catch(() => ({}));
}

/** Where a language cannot be fetched, the page says so in the one it has. */
export function speakWanted(): Promise<void> {
  return speak(wanted(page.language.value, navigator.languages)).catch(() => void say(text("trouble.unreachable")));
}
