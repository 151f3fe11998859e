// What the page is told of its network: server/exports/converted/offline/page.py writes it.

/** By language. */
export type Named = Readonly<Record<"en" | "zh", string>>;

/** server/exports/converted/offline/typed.py says what each means. */
export interface Reading {
  symbols: readonly string[];
  joint: string;
  pattern: string;
  lower: boolean;
  unknown: number;
  length: number;
  least: number;
  ending: boolean;
  fill: number;
  before: boolean;
  backwards: boolean;
  zeros: number;
  between: readonly number[] | null;
  tail: readonly number[];
}

export interface Alphabet {
  symbols: readonly string[];
  padding: string;
  end: string;
  joint: string;
}

export interface Example {
  text: string;
  /** Base64 of 32-bit floats. */
  input: string;
  /** How many of its symbols count. */
  length: number;
  right: string;
}

export interface Outputs {
  form: "class" | "classes" | "symbols" | "next" | "values" | "picture";
  names: Readonly<Record<"en" | "zh", readonly string[]>>;
  alphabet: Alphabet | null;
  /** How many classes are the answer, where that is known; else those that are likelier than not. */
  most: number;
}

export interface Told {
  about: Readonly<{ epoch: string; spec: unknown }>;
  task: Named;
  architecture: Named;
  inputs: Readonly<{ form: "picture" | "symbols" | "window"; shape: readonly number[]; drawn: boolean; reading: Reading | null; lengths: boolean; example: string }>;
  outputs: Outputs;
  examples: readonly Example[];
}

/** What lies in the page under a name. */
export function lying(id: string): string {
  return document.getElementById(id)?.textContent ?? "";
}

export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

export function floatsOf(base64: string): Float32Array {
  return new Float32Array(bytesOf(base64).buffer);
}

/** Packed by gzip. */
export async function unpacked(base64: string): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytesOf(base64)]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
