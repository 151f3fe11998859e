// Blocks between their text and their settings, as models/layers/blocks/text.py has it: "16k5 max2 drop0.25 dense64-bn".

import { type BlockForm, wordsOf } from "../../../setup/blocks";
import { type Control, controls, type Part, type Setting } from "../../../setup/controls";

export interface Block {
  /** Its name among the forms: "convolution". */
  type: string;
  values: Record<string, Setting>;
}

const SIZES = "\\d+(?:x\\d+)?";
const HEADS: Record<string, RegExp> = {
  convolution: new RegExp(`^(?<kind>depth|sep|local|part|)(?<filters>\\d*)k(?<kernel>${SIZES})$`),
  pooling: new RegExp(`^(?<kind>max|avg|stride|sub)(?<size>${SIZES})$`),
  dropout: /^drop(?<share>[\d.]*)$/,
  average: /^global$/,
  dense: /^dense(?<units>\d+)$/,
  activation: /^(?<activation>step|sigmoid|tanh|scaled|relu|leaky|elu|selu|softplus)(?<leak>[\d.]*)$/,
  normalisation: /^bn(?<epsilon>[\d.]*)$/,
  response: /^lrn(?<constant>\d*)$/,
  upsampling: new RegExp(`^up(?<factor>${SIZES})$`),
  flattening: /^flatten$/,
  recurrent: /^(?<cell>rnn|gru|lstm|peep)(?<units>\d+)$/,
  radial: /^radial$/,
  residual: /^res\((?<layers>[^()]*)\)$/,
  inception: /^inc\((?<branches>[^()]*)\)$/,
};
const OPTION = new RegExp(
  `^(?:s(?<stride>${SIZES})|d(?<dilation>${SIZES})|(?<same>same)|(?<up>up)|g(?<groups>\\d+)|(?<nobias>nobias)|bn(?<normal>[\\d.]*)|(?<cols>cols)|(?<both>both)|(?<all>all)` +
    "|drop(?<silenced>[\\d.]+)|(?<flavour>keras|tfjs)|(?<skip>pad|every|plain)|(?<activation>[a-z]+)(?<leak>[\\d.]*))$",
);

/** What a word says in another way than the setting does. */
const NAMED: Record<string, Record<string, string>> = {
  kind: { "": "standard", depth: "depth-wise", sep: "separable", avg: "average", part: "partial", sub: "trainable" },
  cell: { rnn: "SimpleRNN", gru: "GRU", lstm: "LSTM", peep: "PeepholeLSTM" },
  skip: { pad: "padded", every: "projected everywhere", plain: "none" },
  activation: { linear: "none", relu: "ReLU", leaky: "leaky ReLU", elu: "ELU", selu: "SELU", scaled: "scaled tanh" },
};
/** What a word alone says of a setting. */
const FLAGS: Record<string, [string, Setting]> = {
  same: ["padding", "same"],
  up: ["rounding", "up"],
  nobias: ["bias", false],
  cols: ["by", "columns"],
  both: ["bidirectional", true],
  all: ["states", "all"],
};
const NUMBERS = new Set(["filters", "units", "leak", "epsilon", "constant", "groups", "silenced"]);
const BRANCHES = ["branch1", "branch2", "branch3", "branch4"];

/** The settings of a kind of block are of no part of a spec: one asks for them by the block. */
function partOf(type: string): Part {
  return `block/${type}` as Part;
}

export function formOf(forms: Record<string, BlockForm>, type: string): Control[] {
  const form = forms[type];
  return form === undefined ? [] : controls(form.settings, partOf(type));
}

/** Of a text that the control allows. */
export function read(text: string, forms: Record<string, BlockForm>): Block[] {
  return wordsOf(text).flatMap((word) => blockOf(word, forms) ?? []);
}

/** Null where it is no block. */
export function blockOf(word: string, forms: Record<string, BlockForm>): Block | null {
  const end = word.lastIndexOf(")") + 1;
  const [first = "", ...options] = word.slice(end).split("-");
  const head = word.slice(0, end) + first;
  const type = Object.keys(HEADS).find((one) => HEADS[one]?.test(head));
  if (type === undefined) return null;
  const usual = formOf(forms, type).map(({ field, initial }): [string, Setting] => [field, initial]);
  const groups = [HEADS[type]?.exec(head)?.groups, ...options.map((option) => OPTION.exec(option)?.groups)];
  return { type, values: Object.fromEntries([...usual, ...groups.flatMap((one) => Object.entries(one ?? {}).flatMap(settingsOf))]) };
}

function settingsOf([name, said]: [string, string | undefined]): [string, Setting][] {
  if (said === undefined) return [];
  const flag = FLAGS[name];
  if (flag) return [flag];
  const named = NAMED[name];
  if (named) return [[name, named[said] ?? said]];
  if (NUMBERS.has(name)) return said === "" ? [] : [[name, Number(said)]];
  switch (name) {
    case "share":
      return said === "" ? [["shared", true]] : [["share", Number(said)]];
    case "normal":
      return [["normalised", true], ...settingsOf(["epsilon", said])];
    case "flavour":
    case "layers":
      return [[name, said]];
    case "branches":
      return BRANCHES.map((branch, place) => [branch, said.split("!")[place] ?? ""]);
    default:
      return [[name, said.split("x").map(Number)]];
  }
}

export function write(blocks: readonly Block[], forms: Record<string, BlockForm>): string {
  return blocks.map((block) => wordOf(block, forms)).join(" ");
}

export function wordOf({ type, values }: Block, forms: Record<string, BlockForm>): string {
  const own = formOf(forms, type);
  const usual = (field: string) => own.find((control) => control.field === field)?.initial;
  return [headOf(type, values, usual), ...own.flatMap((control) => optionOf(type, control, values, usual))].join("-");
}

type Usual = (field: string) => Setting | undefined;

function headOf(type: string, values: Block["values"], usual: Usual): string {
  const kind = named("kind", values.kind);
  switch (type) {
    case "convolution":
      return `${kind}${kind === "depth" ? "" : values.filters}k${by(values.kernel)}`;
    case "pooling":
      return `${kind}${by(values.size)}`;
    case "dropout":
      return values.shared === true ? "drop" : `drop${values.share}`;
    case "dense":
      return `dense${values.units}`;
    case "activation":
      return bent(values, usual);
    case "normalisation":
      return `bn${unlessUsual("epsilon", values, usual)}`;
    case "response":
      return `lrn${unlessUsual("constant", values, usual)}`;
    case "upsampling":
      return `up${by(values.factor)}`;
    case "recurrent":
      return `${named("cell", values.cell)}${values.units}`;
    case "flattening":
      return "flatten";
    case "radial":
      return "radial";
    case "residual":
      return `res(${values.layers})`;
    case "inception":
      return `inc(${BRANCHES.map((branch) => values[branch] ?? "").join("!").replace(/!+$/, "")})`;
    default:
      return "global";
  }
}

/** What of a block differs from the usual and stands behind a hyphen. */
function optionOf(type: string, { field, initial }: Control, values: Block["values"], usual: Usual): string[] {
  const value = values[field];
  if (value === undefined || JSON.stringify(value) === JSON.stringify(initial)) return [];
  const flag = Object.entries(FLAGS).find(([, [name, said]]) => name === field && said === value)?.[0];
  if (flag !== undefined) return [flag];
  switch (field) {
    case "stride":
    case "dilation":
      return [`${field[0]}${by(value)}`];
    case "groups":
      return [`g${value}`];
    case "silenced":
      return [`drop${value}`];
    case "flavour":
      return [String(value)];
    case "skip":
      return [named("skip", value)];
    case "normalised":
      return [`bn${unlessUsual("epsilon", values, usual)}`];
    case "activation":
      return type === "activation" ? [] : [bent(values, usual)];
    default:
      return [];
  }
}

/** An activation, with the leak of a leaky ReLU where that is not the usual one. */
function bent(values: Block["values"], usual: Usual): string {
  return `${named("activation", values.activation)}${values.activation === "leaky ReLU" ? unlessUsual("leak", values, usual) : ""}`;
}

function unlessUsual(field: string, values: Block["values"], usual: Usual): string {
  const value = values[field];
  return value === undefined || value === usual(field) ? "" : plainly(Number(value));
}

/** Without an exponent, however small. */
function plainly(value: number): string {
  return value < 1e-6 ? value.toFixed(9).replace(/0+$/, "") : String(value);
}

function named(field: string, value: Setting | undefined): string {
  const words = NAMED[field] ?? {};
  return Object.keys(words).find((word) => words[word] === value) ?? String(value ?? "");
}

function by(value: Setting | undefined): string {
  return [value].flat().join("x");
}
