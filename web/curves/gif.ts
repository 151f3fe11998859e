// Pictures one after another as a GIF (version 89a, 1990): one palette for all, found by cutting the box of colours that is
// fullest in two, again and again (Heckbert, "Color image quantization for frame buffer display", 1982).

/** Red, green, blue and how solid, pixel by pixel; the last is not heeded. */
export type Pixels = Uint8ClampedArray | Uint8Array;

export interface Palette {
  /** Red, green and blue of each of 256. */
  colours: Uint8Array;
  /** By five bits of red, green and blue, the number of the colour. */
  numbers: Uint8Array;
}

const CELLS = 32_768;
const COLOURS = 256;

/** Five bits of each colour. */
function cellOf(red: number, green: number, blue: number): number {
  return ((red >> 3) << 10) | ((green >> 3) << 5) | (blue >> 3);
}

interface Box {
  cells: number[];
  count: number;
  /** The colour in which it is widest, as a shift of a cell's bits, and how wide that is. */
  shift: number;
  width: number;
}

export function paletteOf(pictures: readonly Pixels[]): Palette {
  const counts = new Float64Array(CELLS);
  const sums = new Float64Array(3 * CELLS);
  for (const pixels of pictures)
    for (let at = 0; at < pixels.length; at += 4) {
      const [red = 0, green = 0, blue = 0] = [pixels[at], pixels[at + 1], pixels[at + 2]];
      const cell = cellOf(red, green, blue);
      counts[cell] = (counts[cell] ?? 0) + 1;
      sums[3 * cell] = (sums[3 * cell] ?? 0) + red;
      sums[3 * cell + 1] = (sums[3 * cell + 1] ?? 0) + green;
      sums[3 * cell + 2] = (sums[3 * cell + 2] ?? 0) + blue;
    }
  const used = [...counts.keys()].filter((cell) => (counts[cell] ?? 0) > 0);
  const boxes = [boxOf(used, counts)];
  while (boxes.length < COLOURS) {
    const widest = boxes.filter(({ cells }) => cells.length > 1).sort((one, other) => other.width * Math.sqrt(other.count) - one.width * Math.sqrt(one.count))[0];
    if (widest === undefined) break;
    boxes.splice(boxes.indexOf(widest), 1, ...halves(widest, counts));
  }
  const colours = new Uint8Array(3 * COLOURS);
  const numbers = new Uint8Array(CELLS);
  boxes.forEach(({ cells, count }, number) => {
    for (const cell of cells) numbers[cell] = number;
    for (let one = 0; one < 3; one++) colours[3 * number + one] = Math.round(cells.reduce((sum, cell) => sum + (sums[3 * cell + one] ?? 0), 0) / Math.max(1, count));
  });
  return { colours, numbers };
}

function boxOf(cells: number[], counts: Float64Array): Box {
  const widths = [10, 5, 0].map((shift) => {
    const values = cells.map((cell) => (cell >> shift) & 31);
    return values.reduce((most, value) => Math.max(most, value), 0) - values.reduce((least, value) => Math.min(least, value), 31);
  });
  const width = Math.max(...widths);
  return { cells, count: cells.reduce((sum, cell) => sum + (counts[cell] ?? 0), 0), shift: [10, 5, 0][widths.indexOf(width)] ?? 0, width };
}

/** As many pixels on either side as can be, and no side without a cell. */
function halves({ cells, count, shift }: Box, counts: Float64Array): [Box, Box] {
  const ordered = [...cells].sort((one, other) => ((one >> shift) & 31) - ((other >> shift) & 31));
  let [place, before] = [0, 0];
  while (place < ordered.length - 1 && before + (counts[ordered[place] ?? 0] ?? 0) / 2 < count / 2) before += counts[ordered[place++] ?? 0] ?? 0;
  const cut = Math.max(1, Math.min(ordered.length - 1, place));
  return [boxOf(ordered.slice(0, cut), counts), boxOf(ordered.slice(cut), counts)];
}

const two = (value: number) => [value & 255, value >> 8];

/** What a file begins with; it is played again and again. */
export function beginning(width: number, height: number, { colours }: Palette): Uint8Array<ArrayBuffer> {
  const loop = [0x21, 0xff, 11, ..."NETSCAPE2.0"].map((one) => (typeof one === "string" ? one.charCodeAt(0) : one));
  const head = [..."GIF89a"].map((one) => one.charCodeAt(0));
  return Uint8Array.from([...head, ...two(width), ...two(height), 0xf7, 0, 0, ...colours, ...loop, 3, 1, 0, 0, 0]);
}

/** One picture that is shown for so many hundredths of a second. */
export function picture(pixels: Pixels, width: number, height: number, { numbers }: Palette, hundredths: number): Uint8Array<ArrayBuffer> {
  const indexed = new Uint8Array(width * height);
  for (let place = 0; place < indexed.length; place++) indexed[place] = numbers[cellOf(pixels[4 * place] ?? 0, pixels[4 * place + 1] ?? 0, pixels[4 * place + 2] ?? 0)] ?? 0;
  const shown = [0x21, 0xf9, 4, 4, ...two(hundredths), 0, 0];
  const placed = [0x2c, 0, 0, 0, 0, ...two(width), ...two(height), 0, 8];
  const packed = blocks(shortened(indexed));
  const whole = new Uint8Array(shown.length + placed.length + packed.length);
  whole.set([...shown, ...placed]);
  whole.set(packed, shown.length + placed.length);
  return whole;
}

export const END = Uint8Array.of(0x3b);

const [CLEAR, OVER, FIRST, LAST] = [256, 257, 258, 4095];

/** By Lempel, Ziv and Welch (1984), with codes of 9 to 12 bits. */
function shortened(indexed: Uint8Array): Uint8Array {
  const bytes = new Bits(indexed.length);
  // By a text that is known and the byte after it: its code, and since which clearing.
  const known = new Int32Array(4096 * 256);
  let [turn, next, width] = [1, FIRST, 9];
  bytes.put(CLEAR, width);
  let text = indexed[0] ?? 0;
  for (let place = 1; place < indexed.length; place++) {
    const byte = indexed[place] ?? 0;
    const found = known[text * 256 + byte] ?? 0;
    if (found >> 12 === turn) {
      text = found & 4095;
      continue;
    }
    bytes.put(text, width);
    text = text * 256 + byte;
    known[text] = (turn << 12) | next;
    text = byte;
    if (next === 1 << width && width < 12) width++;
    if (next++ < LAST) continue;
    bytes.put(CLEAR, width);
    turn++;
    [next, width] = [FIRST, 9];
  }
  bytes.put(text, width);
  bytes.put(OVER, next === 1 << width && width < 12 ? width + 1 : width);
  return bytes.whole();
}

class Bits {
  private bytes: Uint8Array;
  private length = 0;
  private held = 0;
  private count = 0;

  constructor(size: number) {
    this.bytes = new Uint8Array(Math.max(16, size));
  }

  put(code: number, width: number): void {
    this.held |= code << this.count;
    for (this.count += width; this.count >= 8; this.count -= 8) {
      this.byte(this.held & 255);
      this.held >>>= 8;
    }
  }

  private byte(value: number): void {
    if (this.length === this.bytes.length) {
      const larger = new Uint8Array(2 * this.length);
      larger.set(this.bytes);
      this.bytes = larger;
    }
    this.bytes[this.length++] = value;
  }

  whole(): Uint8Array {
    if (this.count > 0) this.byte(this.held & 255);
    return this.bytes.subarray(0, this.length);
  }
}

/** In pieces of at most 255 bytes, each after its length. */
function blocks(bytes: Uint8Array): Uint8Array {
  const count = Math.ceil(bytes.length / 255);
  const found = new Uint8Array(bytes.length + count + 1);
  for (let block = 0; block < count; block++) {
    const piece = bytes.subarray(block * 255, (block + 1) * 255);
    found[block * 256] = piece.length;
    found.set(piece, block * 256 + 1);
  }
  return found;
}
