// What the server is: what it can train, and whether it is there.

import { signal } from "@preact/signals";
import type { Catalogue } from "../generated/types";

export type LinkState = "connecting" | "live" | "reconnecting" | "gone";

export const server = {
  /** In the language of the page. */
  catalogue: signal<Catalogue | null>(null),
  /** Why there is no page to show, in words. */
  trouble: signal(""),
  link: signal<LinkState>("connecting"),
};

export function receiveCatalogue(catalogue: Catalogue): void {
  server.catalogue.value = catalogue;
}

export function cannotOpen(why: string): void {
  server.trouble.value = why;
}

export function setLink(link: LinkState): void {
  server.link.value = link;
}
