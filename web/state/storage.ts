// What this browser remembers between visits: signals in its storage, which other tabs write to as well and which may be full
// or forbidden.

import { effect, signal, type Signal } from "@preact/signals";
import { text } from "../text/text";
import { say } from "./toasts";

const PREFIX = "schoolyard.";

/**
 * What another tab has written meanwhile: "last" lets the last one count; of "entries" those that were changed here are
 * written and no others; "same" is the same in all tabs at once.
 */
export type Sharing = "last" | "entries" | "same";

/** Names of what this tab has and could not write. */
export const unwritten = signal<ReadonlySet<string>>(new Set());

type Entries = Record<string, unknown>;

/** What was born to be kept, until `startKeeping`. */
const born: (() => void)[] = [];
let keeping = false;

/** A signal that this browser remembers between visits; `first` where there is nothing that `allows` lets pass. */
export function persisted<Value>(name: string, allows: (value: unknown) => boolean, first: Value, sharing: Sharing = "last"): Signal<Value> {
  const made = signal(first);
  const begin = () => keep(name, made, allows, sharing);
  if (keeping) begin();
  else born.push(begin);
  return made;
}

/** Nothing is read or written before: tests have no storage. */
export function startKeeping(): void {
  keeping = true;
  for (const begin of born.splice(0)) begin();
}

export const isBoolean = (value: unknown) => typeof value === "boolean";
export const isString = (value: unknown) => typeof value === "string";
export const oneOf = (values: readonly unknown[]) => (value: unknown) => values.includes(value);
export const ofAll = (type: string) => (value: unknown) =>
  typeof value === "object" && !Array.isArray(value) && Object.values(value as object).every((one) => typeof one === type);

export function keep<Value>(name: string, kept: Signal<Value>, allows: (value: unknown) => boolean, sharing: Sharing = "last"): void {
  const key = PREFIX + name;
  const stored = (): Value | null => {
    const value = parsed(read(key));
    return value !== null && allows(value) ? (value as Value) : null;
  };
  /** What was here when this tab and the storage last were of one mind. */
  let known = "";
  const follow = () => {
    const value = unwritten.peek().has(name) ? null : stored();
    if (value !== null) kept.value = value;
    known = JSON.stringify(kept.peek());
  };
  follow();
  effect(() => {
    const value = JSON.stringify(kept.value);
    if (value === known) return;
    const whole = sharing === "entries" ? merged(parsed(known) as Entries, kept.value as Entries, (stored() ?? {}) as Entries) : kept.value;
    const done = write(key, JSON.stringify(whole));
    if (done) known = value;
    tell(name, done);
  });
  if (sharing !== "same" || typeof addEventListener !== "function") return;
  addEventListener("storage", (event) => {
    if (event.key === key) follow();
  });
  // A tab that slept may not have been told.
  addEventListener("focus", follow);
}

/** `theirs` with what is `mine` and was not so `before`. */
export function merged(before: Entries, mine: Entries, theirs: Entries): Entries {
  const whole = { ...theirs };
  for (const name of new Set([...Object.keys(before), ...Object.keys(mine)])) {
    if (JSON.stringify(before[name]) === JSON.stringify(mine[name])) continue;
    if (name in mine) whole[name] = mine[name];
    else delete whole[name];
  }
  return whole;
}

function tell(name: string, done: boolean): void {
  const names = new Set(unwritten.peek());
  if (names.has(name) !== done) return;
  if (done) names.delete(name);
  else names.add(name);
  if (!done && names.size === 1) say(text("storage.full"), { about: "storage" });
  unwritten.value = names;
}

function read(key: string): string {
  try {
    return localStorage.getItem(key) ?? "null";
  } catch {
    return "null"; // Forbidden.
  }
}

function write(key: string, value: string): boolean {
  try {
    localStorage.setItem(key, value);
    return true;
  } catch {
    return false; // Full or forbidden: the page works all the same, and says so.
  }
}

function parsed(written: string): unknown {
  try {
    return JSON.parse(written);
  } catch {
    return null;
  }
}
