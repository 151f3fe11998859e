// Scalars of a TensorBoard event file: TFRecord around protocol buffers, of which only what is asked for is read.

import type { Axis } from "./axis";
import type { Value } from "./history";

/** One value of a curve, and where it lies. */
export interface Row {
  name: string;
  at: Partial<Record<Axis, number>>;
  value: Value;
}

type Field = { number: number; type: number; bytes: Uint8Array; value: number };

export function eventPoints(content: Uint8Array): Row[] {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  const found: Row[] = [];
  let first: number | null = null;
  for (let at = 0; at + 12 <= content.length; ) {
    const length = Number(view.getBigUint64(at, true));
    const event = content.subarray(at + 12, at + 12 + length);
    if (event.length < length) break; // a program still writes it
    at += 12 + length + 4;
    const fields = [...read(event)];
    const time = fields.find(({ number }) => number === 1)?.value ?? 0;
    const step = fields.find(({ number, type }) => number === 2 && type === 0)?.value ?? 0;
    for (const summary of fields.filter(({ number, type }) => number === 5 && type === 2)) {
      for (const one of read(summary.bytes)) {
        const scalar = one.number === 1 ? value([...read(one.bytes)]) : null;
        if (scalar === null) continue;
        first ??= time;
        found.push({ name: scalar.tag, at: { step, seconds: time - first }, value: Number.isFinite(scalar.value) ? scalar.value : null });
      }
    }
  }
  return found;
}

/** A value as TensorFlow 1 writes it, or as a tensor of one number. */
function value(fields: readonly Field[]): { tag: string; value: number } | null {
  const tag = fields.find(({ number }) => number === 1);
  const plain = fields.find(({ number, type }) => number === 2 && type === 5);
  const tensor = fields.find(({ number, type }) => number === 8 && type === 2);
  const found = plain?.value ?? (tensor ? ofTensor([...read(tensor.bytes)]) : null);
  return tag && found !== null && found !== undefined ? { tag: new TextDecoder().decode(tag.bytes), value: found } : null;
}

const FLOAT = 1;
const DOUBLE = 2;

function ofTensor(fields: readonly Field[]): number | null {
  const kind = fields.find(({ number }) => number === 1)?.value;
  const content = fields.find(({ number, type }) => (number === 4 || number === 5 || number === 6) && type === 2)?.bytes;
  const single = fields.find(({ number, type }) => number === 5 && type === 5);
  if (single) return single.value;
  if (content === undefined) return null;
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  if (kind === FLOAT && content.length === 4) return view.getFloat32(0, true);
  return kind === DOUBLE && content.length === 8 ? view.getFloat64(0, true) : null;
}

/** Fields of a message in their order; what is cut off ends it. */
function* read(message: Uint8Array): Generator<Field> {
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  let at = 0;
  const varint = () => {
    let [found, factor] = [0, 1];
    for (; at < message.length; factor *= 128) {
      const byte = message[at++] as number;
      found += (byte & 127) * factor;
      if (byte < 128) return found;
    }
    return found;
  };
  while (at < message.length) {
    const key = varint();
    const [number, type] = [Math.floor(key / 8), key % 8];
    let [bytes, found] = [message.subarray(0, 0), 0];
    if (type === 0) found = varint();
    else if (type === 2) {
      const length = varint();
      bytes = message.subarray(at, at + length);
      at += length;
    } else if ((type === 1 || type === 5) && at + (type === 1 ? 8 : 4) <= message.length) {
      found = type === 1 ? view.getFloat64(at, true) : view.getFloat32(at, true);
      at += type === 1 ? 8 : 4;
    } else return;
    yield { number, type, bytes, value: found };
  }
}
