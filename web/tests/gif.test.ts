import { expect, test } from "vitest";
import { beginning, END, paletteOf, picture, type Pixels } from "../curves/gif";

/** What a reader makes of one picture: the numbers of its colours. */
function read(bytes: Uint8Array): number[] {
  expect([...bytes.subarray(0, 4)]).toEqual([0x21, 0xf9, 4, 4]);
  const packed: number[] = [];
  for (let at = 19; (bytes[at] ?? 0) > 0; at += 1 + (bytes[at] ?? 0)) packed.push(...bytes.subarray(at + 1, at + 1 + (bytes[at] ?? 0)));
  const found: number[] = [];
  let [place, width] = [0, 9];
  let table: number[][] = [];
  let last: number[] | null = null;
  for (;;) {
    let code = 0;
    for (let bit = 0; bit < width; bit++, place++) code |= (((packed[place >> 3] ?? 0) >> (place & 7)) & 1) << bit;
    if (code === 257) return found;
    if (code === 256) {
      table = [...Array.from({ length: 256 }, (_, one) => [one]), [], []];
      [width, last] = [9, null];
      continue;
    }
    const text: number[] = table[code] ?? [...(last ?? []), last?.[0] ?? 0];
    if (last !== null && table.length < 4096) table.push([...last, text[0] ?? 0]);
    found.push(...text);
    last = text;
    if (table.length === 1 << width && width < 12) width++;
  }
}

const shade = (values: readonly number[]): Pixels => Uint8Array.from(values.flatMap((value) => [value, value, value, 255]));

test("a picture is read again pixel by pixel, through more than one table of codes", () => {
  let seed = 1;
  const values = Array.from({ length: 150 * 100 }, () => (seed = (seed * 48_271) % 2_147_483_647) % 256 & 0xf8);
  const pixels = shade(values);
  const palette = paletteOf([pixels]);
  const colours = read(picture(pixels, 150, 100, palette, 50)).map((number) => palette.colours[3 * number]);
  expect(colours).toEqual(values);
});

test("few colours are kept as they are, many come near", () => {
  const paper = paletteOf([Uint8Array.of(255, 255, 255, 255, 0, 114, 178, 255, 26, 28, 32, 255)]);
  expect([...paper.colours.subarray(0, 9)].sort((one, other) => one - other)).toEqual([0, 26, 28, 32, 114, 178, 255, 255, 255]);
  const many = Uint8Array.from({ length: 4 * 4096 }, (_, at) => (at % 4 === 3 ? 255 : (((at >> 2) >> (4 * (at % 4))) & 15) * 17));
  const { colours, numbers } = paletteOf([many]);
  const far = Array.from({ length: 4096 }, (_, one) => {
    const [red = 0, green = 0, blue = 0] = many.subarray(4 * one, 4 * one + 3);
    const number = numbers[((red >> 3) << 10) | ((green >> 3) << 5) | (blue >> 3)] ?? 0;
    return Math.max(Math.abs(red - (colours[3 * number] ?? 0)), Math.abs(green - (colours[3 * number + 1] ?? 0)), Math.abs(blue - (colours[3 * number + 2] ?? 0)));
  });
  expect(Math.max(...far)).toBeLessThanOrEqual(48);
});

test("a file says its size and is played again and again", () => {
  const palette = paletteOf([shade([0, 255])]);
  const head = beginning(300, 2, palette);
  expect(String.fromCharCode(...head.subarray(0, 6))).toBe("GIF89a");
  expect([...head.subarray(6, 10)]).toEqual([44, 1, 2, 0]);
  expect(String.fromCharCode(...head.subarray(784, 795))).toBe("NETSCAPE2.0");
  expect([...END]).toEqual([0x3b]);
});
