// The setup in the page's address, short and readable, so that reload and link restore it:
// #addition/recurrent&architecture.hidden=64&race.architecture.cell=SimpleRNN~GRU~LSTM&hide=training

import type { Catalogue } from "../generated/types";
import { anyCase, arrivedLink, unescaped, unpunctuated } from "./arrived";
import { lengthened, shortened } from "./blocks";
import { allows, type Control, type Setting } from "./controls";
import { EQUAL } from "./equal";
import { present, readHidden, writeHidden } from "./hiding";
import { LESSON_PARTS } from "./lesson/address";
import { networks } from "./networks";
import { currentParts } from "./pattern";
import { architectureControl } from "./race";
import { allControls, controlsOf, type Network, NETWORKS, plainSpec, type Spec, valueAt, type Vary, withValue } from "./spec";

export interface Setup {
  spec: Spec;
  vary: Vary;
  /** What is out of sight. */
  hide: string[];
  /** Parts of the link that are not known here or cannot be; the page says so and goes on. */
  unknown: string[];
}

export function writeLink(catalogue: Catalogue, spec: Spec, vary: Vary, hidden: readonly string[] = []): string {
  const parts = [`#${encodeURIComponent(spec.task.name)}/${encodeURIComponent(spec.architecture.name)}`];
  for (const control of allControls(catalogue, spec)) {
    const value = valueAt(spec, control.pointer);
    if (value !== undefined && JSON.stringify(value) !== JSON.stringify(control.initial))
      parts.push(`${dotted(control)}=${writtenFor(control, value)}`);
  }
  for (const control of raceable(catalogue, spec)) {
    const values = vary[control.pointer];
    if (values && values.length > 1) parts.push(`race.${dotted(control)}=${values.map((value) => writtenFor(control, value as Setting)).join("~")}`);
  }
  const whole = networks(vary);
  if (whole.length > 0) parts.push(`${RACED_NETWORKS}=${whole.map((network) => writtenNetwork(catalogue, spec, network)).join("~")}`);
  const here = present(hidden, new Set(allControls(catalogue, spec).map((control) => control.pointer)));
  if (here.length > 0) parts.push(`${HIDE}=${writeHidden(here)}`);
  return parts.join("&");
}

/** Networks that race as wholes: "mlp,hidden=42~convnet,blocks=8k5+max2", each with what is not as usual. */
const RACED_NETWORKS = "race.architecture";

function writtenNetwork(catalogue: Catalogue, spec: Spec, network: Network): string {
  const own = controlsOf(catalogue, { ...spec, architecture: network }, "architecture").flatMap((control) => {
    const value = network[control.field];
    return value === undefined || JSON.stringify(value) === JSON.stringify(control.initial) ? [] : [`${control.field}=${writtenFor(control, value)}`];
  });
  return [encodeURIComponent(network.name), ...own].join(",");
}

/** Undefined where it is none that fits the task, or has a setting that it cannot have. */
function readNetwork(catalogue: Catalogue, spec: Spec, text: string): Network | undefined {
  const [written = "", ...settings] = text.split(",");
  const fitting = catalogue.tasks.find(({ name }) => name === spec.task.name)?.architectures ?? [];
  const name = anyCase(fitting, unescaped(written));
  if (name === undefined) return undefined;
  const plain = plainSpec(catalogue, spec.task.name, name);
  const controls = controlsOf(catalogue, plain, "architecture");
  const found: Record<string, Setting> = {};
  for (const [field, value] of settings.map(split)) {
    const control = controls.find((one) => one.field.toLowerCase() === field.toLowerCase());
    const values = control && valuesOf(control, value, "\n");
    if (control === undefined || values === undefined) return undefined;
    found[control.field] = values[0] as Setting;
  }
  return { ...plain.architecture, ...found, name };
}

function raceable(catalogue: Catalogue, spec: Spec): Control[] {
  return [architectureControl(catalogue, spec) ?? [], allControls(catalogue, spec)].flat();
}

/** Parts of the address that tell of the charts and not of the setup. */
export const SIGHT_PARTS = ["x", "y", "smooth", "band"] as const;

const HIDE = "hide";

/** What of the address tells of something else. */
const OTHERS: ReadonlySet<string> = new Set([...LESSON_PARTS, ...SIGHT_PARTS, EQUAL]);

/** `panels` are those that can be out of sight. */
export function readLink(catalogue: Catalogue, link: string, panels: readonly string[] = []): Setup | null {
  const [names = "", ...parts] = arrivedLink(link).split("&");
  const [task, architecture] = namesOf(catalogue, names);
  if (task === undefined) return null;
  let spec = plainSpec(catalogue, task, architecture);
  const vary: Vary = {};
  const hide: string[] = [];
  const unknown: string[] = spec.architecture.name === architecture ? [] : [architecture];
  const byName = (all: readonly Control[]) => new Map(all.map((control) => [dotted(control).toLowerCase(), control]));
  const [controls, raced] = [byName(allControls(catalogue, spec)), byName(raceable(catalogue, spec))];
  const pointers = new Set([...controls.values()].map((control) => control.pointer));
  for (const part of currentParts(parts, [...controls.values()])) {
    const [name, text] = split(part);
    if (OTHERS.has(name)) continue;
    if (name === HIDE) {
      const read = readHidden(unescaped(text), pointers, panels);
      hide.push(...read.hidden);
      unknown.push(...read.unknown);
      continue;
    }
    if (name === RACED_NETWORKS) {
      const whole = text.split("~").map((one) => readNetwork(catalogue, spec, one));
      if (whole.every((network) => network !== undefined)) vary[NETWORKS] = whole;
      else unknown.push(unescaped(part));
      continue;
    }
    const racing = name.startsWith("race.");
    const control = racing ? raced.get(name.slice("race.".length).toLowerCase()) : controls.get(name.toLowerCase());
    const values = control && valuesOf(control, text, racing ? "~" : "\n");
    if (control === undefined || values === undefined) unknown.push(unescaped(part));
    else if (racing) vary[control.pointer] = values;
    else spec = withValue(spec, control.pointer, values[0] as Setting);
  }
  return { spec, vary, hide, unknown };
}

/** Task and architecture as they are called here; of one that is not here, as it is written. */
function namesOf(catalogue: Catalogue, names: string): [string | undefined, string] {
  const [task = "", architecture = ""] = unpunctuated(names).split("/").map(unescaped);
  const known = (entries: readonly { name: string }[], name: string) => anyCase(entries.map((entry) => entry.name), name);
  return [known(catalogue.tasks, task), known(catalogue.architectures, architecture) ?? architecture];
}

/** A link that names a task which is not here: its name. */
export function unknownTask(catalogue: Catalogue, link: string): string | null {
  const [names = ""] = arrivedLink(link).split("&");
  return names.includes("/") && readLink(catalogue, link) === null ? (names.split("/").map(unescaped)[0] ?? "") : null;
}

/** What stands behind the = of a control; undefined where it is none of its values. */
export function valuesOf(control: Control, text: string, between: string): Setting[] | undefined {
  for (const written of [text, unpunctuated(text)]) {
    const values = written.split(between).map((one) => read(control, one));
    if (values.every((value) => allows(control, value))) return values as Setting[];
  }
  return undefined;
}

function dotted(control: Control): string {
  return `${control.part}.${control.field}`;
}

export function split(part: string): [string, string] {
  const at = part.indexOf("=");
  return at < 0 ? [part, ""] : [part.slice(0, at), part.slice(at + 1)];
}

export function written(value: Setting): string {
  if (Array.isArray(value)) return value.map((one) => word(one).replaceAll("-", "%2D")).join("-");
  return word(value);
}

function word(value: string | number | boolean): string {
  return typeof value === "string" ? encodeURIComponent(value).replaceAll("~", "%7E") : String(value);
}

/** Blocks are parted by a plus, which a link need not escape. */
function writtenFor(control: Control, value: Setting): string {
  return control.shape === "blocks" ? written(shortened(String(value))).replaceAll("%20", "+") : written(value);
}

function read(control: Control, text: string): unknown {
  switch (control.shape) {
    case "number":
      return text === "" ? Number.NaN : Number(text);
    case "choice":
      return anyCase(control.options, unescaped(text));
    case "switch":
      return { true: true, false: false }[text.toLowerCase()];
    case "sizes":
      return text === "" ? [] : text.split("-").map((one) => Number(unescaped(one)));
    case "choices":
      return text === "" ? [] : text.split("-").map((one) => anyCase(control.options, unescaped(one)));
    case "text":
    case "kernel":
    case "picture":
    case "data":
      return unescaped(text);
    case "blocks":
      return lengthened(unescaped(text.replaceAll("+", " ")));
  }
}
