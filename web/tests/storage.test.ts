import { signal } from "@preact/signals";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import "../text/data";
import { added, begin, classes, named } from "../state/drawings";
import { keep, merged, unwritten } from "../state/storage";
import { toasts } from "../state/toasts";

/** A storage of one browser: every tab but the one that writes is told. */
class Storage {
  room = Number.POSITIVE_INFINITY;
  values = new Map<string, string>();
  getItem = (key: string) => this.values.get(key) ?? null;
  setItem = (key: string, value: string) => {
    if (value.length > this.room) throw new DOMException("full", "QuotaExceededError");
    this.values.set(key, value);
  };
}

let storage: Storage;
let listeners: [string, (event: { key: string }) => void][];
const told = (key: string) => {
  for (const [type, listener] of listeners) if (type === "storage") listener({ key });
};

beforeEach(() => {
  storage = new Storage();
  listeners = [];
  vi.stubGlobal("localStorage", storage);
  vi.stubGlobal("addEventListener", (type: string, listener: (event: { key: string }) => void) => listeners.push([type, listener]));
});

afterEach(() => {
  vi.unstubAllGlobals();
  unwritten.value = new Set();
  toasts.value = [];
});

const isList = (value: unknown) => Array.isArray(value);
const isRecord = (value: unknown) => typeof value === "object" && !Array.isArray(value);

test("what was drawn in two tabs is all there", () => {
  begin();
  classes.value = [{ name: "cat", drawings: ["a", "b", "c"] }, { name: "dog", drawings: [] }];
  const other = signal<typeof classes.value>([]);
  keep("drawings", other, isList, "same");
  expect(other.value[0]?.drawings).toEqual(["a", "b", "c"]);
  other.value = added(other.value, 0, "d");
  told("schoolyard.drawings");
  classes.value = named(classes.value, 1, "fish");
  told("schoolyard.drawings");
  const later = signal<typeof classes.value>([]);
  keep("drawings", later, isList, "same");
  expect(later.value).toEqual([{ name: "cat", drawings: ["a", "b", "c", "d"] }, { name: "fish", drawings: [] }]);
});

test("of what has entries, those that were changed in a tab are written and no others", () => {
  const one = signal<Record<string, boolean>>({ loss: true, old: true });
  const other = signal<Record<string, boolean>>({});
  keep("charts", one, isRecord, "entries");
  one.value = { loss: true, old: true, exact: true };
  keep("charts", other, isRecord, "entries");
  other.value = { ...other.value, speed: false };
  const { old: _, ...rest } = one.value;
  one.value = { ...rest, loss: false };
  expect(JSON.parse(storage.getItem("schoolyard.charts") ?? "")).toEqual({ loss: false, exact: true, speed: false });
  expect(merged({ a: 1 }, {}, { a: 1, b: 2 })).toEqual({ b: 2 });
});

test("a full storage is said once, what is here stays usable, and it is written when there is room again", () => {
  const drawn = signal<string[]>([]);
  const chosen = signal("light");
  keep("drawn", drawn, isList, "same");
  keep("chosen", chosen, (value) => typeof value === "string");
  drawn.value = ["a"];
  expect(unwritten.value.size).toBe(0);
  storage.room = 6;
  drawn.value = ["a", "b", "c"];
  chosen.value = "a long word";
  expect([...unwritten.value].sort()).toEqual(["chosen", "drawn"]);
  expect(toasts.value.map(({ words }) => words.slice(0, 36))).toEqual(["This browser's storage is full or cl"]);
  told("schoolyard.drawn"); // Another tab's older list does not take away what could not be written.
  expect(drawn.value).toEqual(["a", "b", "c"]);
  storage.room = 100;
  drawn.value = ["a", "b", "c", "d"];
  expect([...unwritten.value]).toEqual(["chosen"]);
  expect(storage.getItem("schoolyard.drawn")).toBe('["a","b","c","d"]');
});

test("a browser that forbids storage is no trouble until something is changed", () => {
  vi.stubGlobal("localStorage", { getItem: () => { throw new Error("no"); }, setItem: () => { throw new Error("no"); } });
  const kept = signal("x");
  keep("anything", kept, () => true);
  expect(toasts.value).toEqual([]);
  kept.value = "y";
  expect([kept.value, unwritten.value.has("anything"), toasts.value.length]).toEqual(["y", true, 1]);
});

test("what was written by another version, or is damaged, is not taken", () => {
  storage.values.set("schoolyard.list", "{not json");
  storage.values.set("schoolyard.word", "7");
  const list = signal<string[]>(["mine"]);
  const word = signal("mine");
  keep("list", list, isList);
  keep("word", word, (value) => typeof value === "string");
  expect([list.value, word.value]).toEqual([["mine"], "mine"]);
});
