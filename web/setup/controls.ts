// From a JSON schema to controls: one switch on the shape of a field, and no field's name.

import { allowsBlocks, type BlockForm, blocksOf } from "./blocks";
import type { Field, Role, Schema, Setting } from "./schema";

export type { Field, Role, Schema, Setting } from "./schema";

export type Part = "task" | "architecture" | "training";
export const PARTS: readonly Part[] = ["task", "architecture", "training"];

interface Common {
  part: Part;
  field: string;
  pointer: string;
  title: string;
  text: string;
  group: string;
  advanced: boolean;
  when: Record<string, Setting[]>;
  live: boolean;
  layers: string[];
  unit: string;
  /** What of the plan is drawn below the control; "" for nothing. */
  preview: string;
  /** What it does for learning, whatever it is called; "" for nothing that has a name. */
  role: Role | "";
  /** What it chooses of the data of its part: "column", "label", "numbers", "order"; "" for nothing. */
  picks: string;
  called?: Readonly<Record<string, string>>; // what the lesson that is open calls values of it, by their JSON
}
export interface NumberControl extends Common {
  shape: "number";
  initial: number;
  least: number;
  most: number;
  whole: boolean;
  step: number;
  logarithmic: boolean;
}
export interface ChoiceControl extends Common {
  shape: "choice";
  initial: string | number;
  options: (string | number)[];
  /** Hues that belong to values, the same everywhere and always. */
  colours: Record<string, string>;
  /** What people call a value, where that is another word. */
  names: Record<string, string>;
}
export interface SwitchControl extends Common {
  shape: "switch";
  initial: boolean;
}
export interface SizesControl extends Common {
  shape: "sizes";
  initial: number[];
  least: number;
  most: number;
  fewest: number;
  longest: number;
  logarithmic: boolean;
  whole: boolean;
  step: number;
}
/** A choice for each of several layers, in their order. */
export interface ChoicesControl extends Common {
  shape: "choices";
  initial: string[];
  options: string[];
  names: Record<string, string>;
  fewest: number;
  longest: number;
}
export interface TextControl extends Common {
  shape: "text";
  initial: string;
  longest: number;
}
/** A small table of numbers, as text: by its name, or "0 -1 0; -1 5 -1; 0 -1 0". */
export interface KernelControl extends Common {
  shape: "kernel";
  initial: string;
  longest: number;
  /** Those that have names, by these. */
  choices: Record<string, string>;
  names: Record<string, string>;
}
/** A small picture as text; empty where there is none. */
export interface PictureControl extends Common {
  shape: "picture";
  initial: string;
  longest: number;
}
/** The SHA-256 of a file that somebody uploaded; empty for the task's own example. */
export interface DataControl extends Common {
  shape: "data";
  initial: string;
  form: string; // what the file has to hold: "pictures", "table"
}
/** Blocks one after another, as text: "8k5 max2 dense64". */
export interface BlocksControl extends Common {
  shape: "blocks";
  initial: string;
  longest: number;
  pattern: RegExp; // what one word may be
  forms: Record<string, BlockForm>;
  within: string[]; // the kinds that may stand there, of a row inside another block
}
export type Control = NumberControl | ChoiceControl | SwitchControl | SizesControl | ChoicesControl | TextControl | KernelControl | PictureControl | DataControl | BlocksControl;

/** The controls of an entry, in the order of its file. `name` tells entries apart and is not a setting. */
export function controls(settings: unknown, part: Part): Control[] {
  const schema = settings as Schema;
  const found = known.get(schema) ?? made(schema, part);
  known.set(schema, found);
  return found;
}

/** An entry has one schema and is of one part; every run of the table asks for it. */
const known = new WeakMap<Schema, Control[]>();

function made(schema: Schema, part: Part): Control[] {
  return Object.entries(schema.properties ?? {})
    .filter(([field]) => field !== "name")
    .map(([name, field]) => control(name, resolved(field, schema), part));
}

export function resolved(field: Field, schema: Schema): Field {
  if (field.$ref === undefined) return field;
  return { ...schema.$defs?.[field.$ref.split("/").pop() ?? ""], ...field };
}

function control(name: string, field: Field, part: Part): Control {
  const common = commonOf(name, field, part);
  if (field.enum) {
    const initial = (field.default ?? field.enum[0]) as string | number;
    const { colours = {}, names = {} } = field;
    return { ...common, shape: "choice", initial, options: field.enum, colours, names };
  }
  switch (field.type) {
    case "boolean":
      return { ...common, shape: "switch", initial: field.default === true };
    case "integer":
    case "number":
      return numberControl(common, field);
    case "array":
      return itemOf(field).enum ? choicesControl(common, field) : sizesControl(common, field);
    case "string":
      if (field.format === "data") return { ...common, shape: "data", initial: String(field.default ?? ""), form: field.form ?? "" };
      if (field.format === "blocks") return { ...common, ...blocksOf(field) };
      if (field.format === "kernel") return { ...common, shape: "kernel", initial: String(field.default ?? ""), longest: field.maxLength ?? 200, choices: field.choices ?? {}, names: field.names ?? {} };
      if (field.format === "picture") return { ...common, shape: "picture", initial: String(field.default ?? ""), longest: field.maxLength ?? 200 };
      return { ...common, shape: "text", initial: String(field.default ?? ""), longest: field.maxLength ?? 200 };
    default:
      throw new Error(`${common.pointer} has no control: its schema is ${JSON.stringify(field)}`);
  }
}

function commonOf(name: string, field: Field, part: Part): Common {
  return {
    part,
    field: name,
    pointer: `/${part}/${name}`,
    title: field.title ?? name,
    text: field.description ?? "",
    group: field.group ?? "",
    advanced: field.advanced ?? false,
    when: field.when ?? {},
    live: field.live ?? false,
    layers: field.layer === undefined ? [] : [field.layer].flat(),
    unit: field.unit ?? "",
    preview: field.preview ?? "",
    role: field.role ?? "",
    picks: field.picks ?? "",
  };
}

function numberControl(common: Common, field: Field): NumberControl {
  const whole = field.type === "integer";
  const least = field.minimum ?? 0;
  const most = field.maximum ?? 100;
  const step = field.step ?? (whole ? 1 : (most - least) / 100);
  return {
    ...common,
    shape: "number",
    initial: Number(field.default ?? least),
    least,
    most,
    whole,
    step,
    logarithmic: field.scale === "log",
  };
}

function itemOf(field: Field): Field {
  return field.items ?? field.prefixItems?.[0] ?? {};
}

function choicesControl(common: Common, field: Field): ChoicesControl {
  return {
    ...common,
    shape: "choices",
    initial: (field.default ?? []) as string[],
    options: (itemOf(field).enum ?? []) as string[],
    names: field.names ?? {},
    fewest: field.minItems ?? 0,
    longest: field.maxItems ?? 8,
  };
}

function sizesControl(common: Common, field: Field): SizesControl {
  const item = itemOf(field);
  return {
    ...common,
    shape: "sizes",
    initial: (field.default ?? []) as number[],
    least: item.minimum ?? 1,
    most: item.maximum ?? 100,
    fewest: field.minItems ?? 0,
    longest: field.maxItems ?? 8,
    logarithmic: (field.scale ?? item.scale) === "log",
    whole: item.type !== "number",
    step: field.step ?? (item.type === "number" ? 0.1 : 1),
  };
}

/** Whether a control has any effect while the other fields of its part are as they are. */
export function applies(control: Control, values: Record<string, Setting>): boolean {
  return Object.entries(control.when).every(([field, allowed]) => {
    const present = values[field];
    return allowed.some((value) => JSON.stringify(value) === JSON.stringify(present));
  });
}

/** A control with its bounds narrowed by the plan. */
export function narrowed(control: Control, bounds: Record<string, Record<string, number>> | undefined): Control {
  const bound = bounds?.[control.pointer];
  if (bound === undefined || (control.shape !== "number" && control.shape !== "sizes")) return control;
  const least = Math.max(control.least, bound.minimum ?? control.least);
  return { ...control, least, most: Math.max(least, Math.min(control.most, bound.maximum ?? control.most)) };
}

const HASH = /^([0-9a-f]{64})?$/;

/** Whether `value` is one that the control can show; used for links, which anybody can write. */
export function allows(control: Control, value: unknown): value is Setting {
  switch (control.shape) {
    case "number":
      return isNumber(value, control.least, control.most) && (!control.whole || Number.isInteger(value));
    case "choice":
      return control.options.includes(value as string | number);
    case "switch":
      return typeof value === "boolean";
    case "sizes":
      return (
        Array.isArray(value) &&
        value.length >= control.fewest &&
        value.length <= control.longest &&
        value.every((size) => isNumber(size, control.least, control.most) && (!control.whole || Number.isInteger(size)))
      );
    case "choices":
      return (
        Array.isArray(value) &&
        value.length >= control.fewest &&
        value.length <= control.longest &&
        value.every((one) => control.options.includes(one as string))
      );
    case "text":
    case "kernel":
    case "picture":
      return typeof value === "string" && value.length <= control.longest;
    case "data":
      return typeof value === "string" && HASH.test(value);
    case "blocks":
      return allowsBlocks(value, control.pattern, control.longest);
  }
}

function isNumber(value: unknown, least: number, most: number): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= least && value <= most;
}
