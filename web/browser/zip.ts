// Several files as one, for browsers that save one at a time: an archive that only puts them together (PKWARE's APPNOTE).

export interface Part {
  name: string;
  content: Uint8Array;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const UTF8 = 0x0800;
/** The first of January 1980, the earliest there is: equal contents are equal archives. */
const DATE = 0x21;

export function zipped(parts: readonly Part[]): Uint8Array<ArrayBuffer> {
  const pieces: Uint8Array[] = [];
  const central: Uint8Array[] = [];
  let at = 0;
  const put = (piece: Uint8Array) => {
    pieces.push(piece);
    at += piece.length;
  };
  for (const { name, content } of parts) {
    const called = new TextEncoder().encode(name);
    const about = [20, UTF8, 0, 0, DATE] as const;
    const sizes = [crc32(content), content.length, content.length] as const;
    const start = at;
    put(numbers([[LOCAL, 4], ...about.map((one) => [one, 2] as const), ...sizes.map((one) => [one, 4] as const), [called.length, 2], [0, 2]]));
    put(called);
    put(content);
    central.push(numbers([[CENTRAL, 4], [20, 2], ...about.map((one) => [one, 2] as const), ...sizes.map((one) => [one, 4] as const), [called.length, 2], [0, 2], [0, 2], [0, 2], [0, 2], [0, 4], [start, 4]]), called);
  }
  const start = at;
  for (const piece of central) put(piece);
  put(numbers([[END, 4], [0, 2], [0, 2], [parts.length, 2], [parts.length, 2], [at - start, 4], [start, 4], [0, 2]]));
  return joined(pieces);
}

export function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** Numbers of so many bytes each, the low byte first. */
function numbers(fields: readonly (readonly [number, number])[]): Uint8Array {
  return new Uint8Array(fields.flatMap(([value, bytes]) => Array.from({ length: bytes }, (_, place) => (value / 2 ** (8 * place)) & 255)));
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

export function crc32(content: Uint8Array): number {
  let found = 0xffffffff;
  for (const byte of content) found = (TABLE[(found ^ byte) & 255] as number) ^ (found >>> 8);
  return (found ^ 0xffffffff) >>> 0;
}
