// The catalogue and the page's words in the languages that it does not speak just now: things are found by any of their names.

import type { Catalogue } from "../generated/types";
import { http } from "../http/http";
import { type Language, NAMED, wordsOf } from "../text/languages";
import type { Table } from "../text/text";

export interface Other {
  language: Language;
  catalogue: Catalogue;
  table: Table;
}

/** Those that can be had now; of tests there is nothing to be found by. */
export async function otherLanguages(present: string): Promise<Other[]> {
  const wanted = NAMED.map(({ code }) => code).filter((one) => one !== present);
  const found = await Promise.allSettled(wanted.map(async (one) => ({ language: one, catalogue: await http.catalogue(one), table: (await wordsOf(one)).table })));
  return found.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
}
