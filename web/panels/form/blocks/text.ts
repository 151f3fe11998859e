// Blocks between their text and their settings, as models/layers/blocks/text.py has it: "16k5 max2 drop0.25 dense64-bn".

import { type BlockForm, wordsOf } from "../../../setup/blocks";
import { type Control, controls, type Setting } from "../../../setup/controls";

export interface Block {
  /** Its name among the forms: "convolution". */
  type: string;
  values: Record<string, Setting>;
}

const SIZES = "\\d+(?:x\\d+)?";
const HEADS: Record<string, RegExp> = {
  convolution: new RegExp(`^(?<kind>depth|sep|local|)(?<filters>\\d*)k(?<kernel>${SIZES})$`),
  pooling: new RegExp(`^(?<kind>max|avg|stride)(?<size>${SIZES})$`),
  dropout: /^drop(?<share>[\d.]*)$/,
  average: /^global$/,
  dense: /^dense(?<units>\d+)$/,
};
const OPTION = new RegExp(`^(?:s(?<stride>${SIZES})|d(?<dilation>${SIZES})|(?<padding>same)|(?<rounding>up)|(?<normalised>bn)|(?<activation>[a-z]+)(?<leak>[\\d.]*))$`);

/** What a word says in another way than the setting does. */
const KINDS: Record<string, string> = { "": "standard", depth: "depth-wise", sep: "separable", avg: "average" };
const BENDS: Record<string, string> = {
  linear: "none",
  relu: "ReLU",
  leaky: "leaky ReLU",
  elu: "ELU",
  selu: "SELU",
};

export function formOf(forms: Record<string, BlockForm>, type: string): Control[] {
  const form = forms[type];
  return form === undefined ? [] : controls(form.settings, "architecture");
}

/** Of a text that the control allows. */
export function read(text: string, forms: Record<string, BlockForm>): Block[] {
  return wordsOf(text).flatMap((word) => blockOf(word, forms) ?? []);
}

/** Null where it is no block. */
export function blockOf(word: string, forms: Record<string, BlockForm>): Block | null {
  const [head = "", ...options] = word.split("-");
  const type = Object.keys(HEADS).find((one) => HEADS[one]?.test(head));
  if (type === undefined) return null;
  const usual = formOf(forms, type).map(({ field, initial }): [string, Setting] => [field, initial]);
  const groups = [HEADS[type]?.exec(head)?.groups, ...options.map((option) => OPTION.exec(option)?.groups)];
  return { type, values: Object.fromEntries([...usual, ...groups.flatMap((one) => Object.entries(one ?? {}).flatMap(settingsOf))]) };
}

function settingsOf([name, said]: [string, string | undefined]): [string, Setting][] {
  if (said === undefined) return [];
  switch (name) {
    case "kind":
      return [["kind", KINDS[said] ?? said]];
    case "activation":
      return [["activation", BENDS[said] ?? said]];
    case "padding":
    case "rounding":
      return [[name, said]];
    case "normalised":
      return [[name, true]];
    case "share":
      return said === "" ? [["shared", true]] : [["share", Number(said)]];
    case "filters":
    case "units":
    case "leak":
      return said === "" ? [] : [[name, Number(said)]];
    default:
      return [[name, said.split("x").map(Number)]];
  }
}

export function write(blocks: readonly Block[], forms: Record<string, BlockForm>): string {
  return blocks.map((block) => wordOf(block, forms)).join(" ");
}

export function wordOf({ type, values }: Block, forms: Record<string, BlockForm>): string {
  const own = formOf(forms, type);
  const leak = own.find(({ field }) => field === "leak")?.initial;
  return [headOf(type, values), ...own.flatMap((control) => optionOf(control, values, leak))].join("-");
}

function headOf(type: string, values: Block["values"]): string {
  const kind = named(KINDS, values.kind);
  switch (type) {
    case "convolution":
      return `${kind}${kind === "depth" ? "" : values.filters}k${by(values.kernel)}`;
    case "pooling":
      return `${kind}${by(values.size)}`;
    case "dropout":
      return values.shared === true ? "drop" : `drop${values.share}`;
    case "dense":
      return `dense${values.units}`;
    default:
      return "global";
  }
}

/** What of a block differs from the usual and stands behind a hyphen. */
function optionOf({ field, initial }: Control, values: Block["values"], leak: Setting | undefined): string[] {
  const value = values[field];
  if (value === undefined || JSON.stringify(value) === JSON.stringify(initial)) return [];
  switch (field) {
    case "stride":
    case "dilation":
      return [`${field[0]}${by(value)}`];
    case "padding":
    case "rounding":
      return [String(value)];
    case "normalised":
      return ["bn"];
    case "activation":
      return [`${named(BENDS, value)}${value === "leaky ReLU" && values.leak !== leak ? values.leak : ""}`];
    default:
      return [];
  }
}

function named(words: Record<string, string>, value: Setting | undefined): string {
  return Object.keys(words).find((word) => words[word] === value) ?? String(value ?? "");
}

function by(value: Setting | undefined): string {
  return [value].flat().join("x");
}
