// A draft as the Markdown file that the server reads.

import { sameSpec, type Spec } from "../spec";
import { type Draft, type DraftStep, raceNames, says, type Says } from "./draft";

/**
 * `plain` is the spec of the first step's task and architecture with nothing chosen: what is like it need not be said.
 * `usual` is what the page calls a value that races.
 */
export function markdown(draft: Draft, plain: Spec, usual: (pointer: string, value: unknown) => string): string {
  const about = { title: line(draft.title), text: line(draft.text), minutes: draft.minutes };
  const front = [table(about), ...begins(draft, plain)].join("\n\n");
  const steps = draft.steps.map((step, place) => section(step, says(draft, place), raceNames(step, usual)));
  return `${[`+++\n${front}\n+++`, ...[prose(draft.opening)].filter(Boolean), ...steps].join("\n\n")}\n`;
}

/** The settings to begin with are those of the first step. */
function begins({ steps }: Draft, plain: Spec): string[] {
  const spec = steps[0]?.shown.spec;
  if (spec === undefined) return [];
  return (["task", "architecture", "training"] as const).flatMap((part) => {
    const told = Object.entries(spec[part]).filter(([field, value]) => field === "name" || !sameSpec(value, plain[part][field]));
    return told.length > 0 ? [`[${part}]\n${table(Object.fromEntries(told))}`] : [];
  });
}

function section(step: DraftStep, { set, race, look, charts, hide }: Says, names: Readonly<Record<string, string[]>>): string {
  const { title, prose: words, predict, goal } = step;
  const does = table({
    ...(Object.keys(set).length > 0 && { set }),
    ...(Object.keys(race).length > 0 && { race: named(race, names) }),
    ...(look !== "" && { look }),
    ...(charts.length > 0 && { charts }),
    ...(hide !== null && { hide }),
    ...(predict !== null && { predict }),
    ...(goal !== null && { goal }),
  });
  const action = does === "" ? [] : [`\`\`\`step\n${does}\n\`\`\``];
  return [`## ${line(title)}`, ...action, ...[prose(words)].filter(Boolean)].join("\n");
}

/** Keys of a table in their order: an object would put those that look like numbers first. */
class Table {
  constructor(readonly pairs: readonly (readonly [key: string, value: unknown])[]) {}
}

function named(race: Says["race"], names: Readonly<Record<string, string[]>>): Record<string, unknown> {
  const own = (pointer: string, values: readonly unknown[]) =>
    names[pointer] === undefined ? values : new Table(names[pointer].map((name, place) => [line(name), values[place]]));
  return Object.fromEntries(Object.entries(race).map(([pointer, values]) => [pointer, own(pointer, values)]));
}

/** A heading of its size would begin a new step. */
function prose(words: string): string {
  return words.trim().replace(/^## /gm, "### ");
}

function line(words: string): string {
  return words.replace(/\s+/g, " ").trim();
}

function table(values: Readonly<Record<string, unknown>>): string {
  return Object.entries(values)
    .map(([key, value]) => `${bare(key)} = ${toml(value)}`)
    .join("\n");
}

function bare(key: string): string {
  return /^[\w-]+$/.test(key) ? key : JSON.stringify(key);
}

/** TOML's strings escape as JSON's do; its tables on one line are what is wanted here. */
export function toml(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(toml).join(", ")}]`;
  if (value !== null && typeof value === "object") {
    const pairs = (value instanceof Table ? value.pairs : Object.entries(value)).map(([key, inner]) => `${bare(key)} = ${toml(inner)}`);
    return `{ ${pairs.join(", ")} }`;
  }
  if (typeof value === "string") return JSON.stringify(value).replaceAll("\u007f", "\\u007f");
  return String(value);
}
