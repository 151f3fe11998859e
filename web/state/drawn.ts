// Small drawings of the map: of the cards that are seen, asked for once, a few at a time.

import { signal } from "@preact/signals";
import type { Drawing } from "../generated/types";
import { http, Refusal } from "../http/http";
import type { Card, Sort } from "../setup/map/cards";

/** Null of what cannot be drawn. */
export const drawn = signal<ReadonlyMap<string, Drawing | null>>(new Map());
export const troubled = signal(false);

const MOST = 12;
const wanted = new Map<string, { sort: Sort; name: string }>();
let asking = false;

/** Drawn as soon as those before it are. */
export function wish({ ref, sort, name }: Card): void {
  if (drawn.peek().has(ref)) return;
  wanted.set(ref, { sort, name });
  if (!asking) void askOn();
}

/** Nobody looks at it any more. */
export function wishNoMore({ ref }: Card): void {
  wanted.delete(ref);
}

async function askOn(): Promise<void> {
  asking = true;
  try {
    while (wanted.size > 0) {
      const some = [...wanted].slice(0, MOST);
      for (const [ref] of some) wanted.delete(ref);
      const { drawings } = await http.drawings(some.map(([, card]) => card));
      const all = new Map(drawn.peek());
      some.forEach(([ref], place) => all.set(ref, drawings[place] ?? null));
      drawn.value = all;
      troubled.value = false;
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    troubled.value = true;
  } finally {
    asking = false;
  }
}
