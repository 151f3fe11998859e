// Convolutional networks of version 0.1.0, which were a pattern repeated: its settings as the blocks of today.

import type { Control } from "./controls";
import type { Spec, Vary } from "./spec";

const USUAL = {
  filters: "8-16",
  kernel: "5",
  pool: "max",
  pool_last: "true",
  padding: "valid",
  activation: "ReLU",
  hidden: "",
  hidden_activation: "ReLU",
};
/** Each as a link writes it. */
export type Pattern = Partial<typeof USUAL>;

/** Which settings are those of the pattern; a network that has one of this name itself keeps it. */
function oldOf(controls: readonly Control[]): (name: string) => name is keyof Pattern {
  const own = new Set(controls.map(({ pointer }) => pointer));
  return (name): name is keyof Pattern => Object.hasOwn(USUAL, name) && !own.has(`/architecture/${name}`);
}

const POOLINGS: Record<string, string> = { max: "max2", average: "avg2" };

function blocksControl(controls: readonly Control[]): Control | undefined {
  return controls.find(({ shape }) => shape === "blocks");
}

export function blocksOf(pattern: Pattern): string {
  const { filters, kernel, pool, pool_last, padding, activation, hidden, hidden_activation } = { ...USUAL, ...pattern };
  const sizes = (row: string) => row.split("-").filter((size) => size !== "");
  const bend = (name: string) => (name === "ReLU" ? "" : `-${name}`);
  const same = padding === "same" ? "-same" : "";
  const maps = sizes(filters).map((count, place, all) => {
    const pooled = pool_last === "true" || place < all.length - 1;
    return `${count}k${kernel}${same}${bend(activation)} ${pooled ? (POOLINGS[pool] ?? "") : ""} drop`;
  });
  const dense = sizes(hidden).map((units) => `dense${units}${bend(hidden_activation)} drop`);
  return [...maps, ...dense].join(" ").replace(/ +/g, " ");
}

/** A spec and what varies in it, with blocks in the place of the pattern's settings. */
export function current(controls: readonly Control[], spec: Spec, vary: Vary): { spec: Spec; vary: Vary } {
  const [blocks, isOld] = [blocksControl(controls), oldOf(controls)];
  const { name, ...settings } = spec.architecture;
  if (blocks === undefined || !Object.keys(settings).some(isOld)) return { spec, vary };
  const written = (value: Vary[string][number] | undefined) => [value].flat().join("-");
  const pattern: Pattern = Object.fromEntries(Object.entries(settings).flatMap(([field, value]) => (isOld(field) ? [[field, written(value)]] : [])));
  const rest = Object.fromEntries(Object.entries(settings).filter(([field]) => !isOld(field)));
  const raced = Object.entries(vary).map(([pointer, values]): [string, Vary[string]] => {
    const [, part, field = ""] = pointer.split("/");
    if (part !== "architecture" || !isOld(field)) return [pointer, values];
    return [blocks.pointer, values.map((value) => blocksOf({ ...pattern, [field]: written(value) }))];
  });
  const architecture = { ...rest, name, [blocks.field]: blocksOf(pattern) };
  return { spec: { ...spec, architecture }, vary: Object.fromEntries(raced) };
}

/** Parts of a link, "architecture.filters=8-16", with those of blocks in the place of the pattern's. */
export function currentParts(parts: readonly string[], controls: readonly Control[]): string[] {
  const [blocks, isOld] = [blocksControl(controls), oldOf(controls)];
  const found: string[] = [];
  const pattern: Pattern = {};
  const races: [string, string[]][] = [];
  for (const part of parts) {
    const [, race, name = "", text = ""] = /^(race\.)?architecture\.(\w+)=(.*)$/.exec(part) ?? [];
    if (blocks === undefined || !isOld(name)) found.push(blocks && part.startsWith("hide=") ? part.replace(/(?<=[=~]architecture\.)\w+/g, (one) => (isOld(one) ? blocks.field : one)) : part);
    else if (race) races.push([name, text.split("~")]);
    else pattern[name] = text;
  }
  const written = (own: Pattern) => blocksOf({ ...pattern, ...own }).replaceAll(" ", "+");
  if (Object.keys(pattern).length > 0) found.push(`architecture.${blocks?.field}=${written({})}`);
  const raced = races.map(([name, values]) => values.map((value) => written({ [name]: value })).join("~"));
  return [...found, ...raced.map((values) => `race.architecture.${blocks?.field}=${values}`)];
}
