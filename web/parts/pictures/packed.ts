// Arrays as they travel: base64 of small whole numbers, or of numbers of any size.

export function bytes(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

/** Two bytes a number, the least first, 0 to 65535. */
export function pairs(base64: string): number[] {
  const all = bytes(base64);
  return Array.from({ length: all.length >> 1 }, (_, place) => (all[2 * place] ?? 0) + 256 * (all[2 * place + 1] ?? 0));
}

/** Four bytes a whole number from 0, the least first. */
export function counts(base64: string): number[] {
  const all = bytes(base64);
  const view = new DataView(all.buffer);
  return Array.from({ length: all.length >> 2 }, (_, place) => view.getUint32(4 * place, true));
}

/** Four bytes a number of any size, the least first. */
export function floats(base64: string): number[] {
  const all = bytes(base64);
  const view = new DataView(all.buffer);
  return Array.from({ length: all.length >> 2 }, (_, place) => view.getFloat32(4 * place, true));
}

/** Round numbers between two ends, about `wanted` of them. */
export function ticks(lowest: number, highest: number, wanted: number): number[] {
  const rough = (highest - lowest) / wanted;
  if (!(rough > 0)) return [lowest];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((one) => one * power >= rough) ?? 10);
  const first = Math.ceil(lowest / step);
  return Array.from({ length: Math.floor(highest / step) - first + 1 }, (_, place) => Number(((first + place) * step).toPrecision(12)));
}
