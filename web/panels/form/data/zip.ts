// A ZIP of files that are packed already: their bytes as they are, each with its name and its checksum. Pure.

export interface Packed {
  name: string;
  bytes: Uint8Array;
}

const UTF8 = 0x0800;
const VERSION = 20;
/** The first of January 1980: equal files give an equal ZIP, and so the same hash. */
const DAY = 0x21;

export function zip(files: readonly Packed[]): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  const list: Uint8Array[] = [];
  let at = 0;
  for (const { name, bytes } of files) {
    const path = new TextEncoder().encode(name);
    const shared = numbers([VERSION, UTF8, 0, 0, DAY], [crc(bytes), bytes.length, bytes.length], [path.length, 0]);
    const head = [numbers([], [0x04034b50], []), shared, path, bytes];
    list.push(numbers([], [0x02014b50], [VERSION]), shared, numbers([0, 0, 0], [0, at], []), path);
    parts.push(...head);
    at += length(head);
  }
  const end = numbers([], [0x06054b50], [0, 0, files.length, files.length]);
  return joined([...parts, ...list, end, numbers([], [length(list), at], [0])]);
}

/** Numbers of two bytes, of four, and of two again, the least byte first. */
function numbers(first: number[], then: number[], last: number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(2 * (first.length + last.length) + 4 * then.length));
  let at = 0;
  for (const value of first) view.setUint16((at += 2) - 2, value, true);
  for (const value of then) view.setUint32((at += 4) - 4, value, true);
  for (const value of last) view.setUint16((at += 2) - 2, value, true);
  return new Uint8Array(view.buffer);
}

function length(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, part) => sum + part.length, 0);
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(length(parts));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** CRC-32, as PNG and ZIP have it. */
export function crc(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of bytes) value = (value >>> 8) ^ (TABLE[(value ^ byte) & 255] as number);
  return (value ^ 0xffffffff) >>> 0;
}
