// A drawing as the server wants it: a byte for each pixel, 255 is ink, base64.

export interface Ink {
  height: number;
  width: number;
  pixels: Uint8Array;
}

export function blank(height: number, width: number): Ink {
  return { height, width, pixels: new Uint8Array(height * width) };
}

/** A stroke of a soft pen between two points in pixels, as thick as the digits that networks have seen. */
export function stroke(ink: Ink, from: [number, number], to: [number, number]): void {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  const steps = Math.max(1, Math.ceil(length * 2));
  for (let step = 0; step <= steps; step++) {
    const part = step / steps;
    dot(ink, from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part);
  }
}

/** Of a pad of 28 pixels; a finer one has a pen of as many more. */
const RADIUS = 1.1;
const SOFT = 0.9;

/** Pixels of a pad for one of the digits' pictures. */
export function fineness({ width }: Pick<Ink, "width">): number {
  return width / 28;
}

function dot(ink: Ink, x: number, y: number): void {
  const { height, width, pixels } = ink;
  const radius = RADIUS * fineness(ink);
  const soft = SOFT * fineness(ink);
  const reach = Math.ceil(radius + soft);
  for (let row = Math.floor(y) - reach; row <= Math.floor(y) + reach; row++) {
    for (let column = Math.floor(x) - reach; column <= Math.floor(x) + reach; column++) {
      if (row < 0 || column < 0 || row >= height || column >= width) continue;
      const away = Math.hypot(column + 0.5 - x, row + 0.5 - y);
      const value = Math.round(255 * Math.min(1, Math.max(0, (radius + soft - away) / soft)));
      const place = row * width + column;
      pixels[place] = Math.max(pixels[place] ?? 0, value);
    }
  }
}

export function encode({ pixels }: Ink): string {
  return btoa(String.fromCharCode(...pixels));
}

export function decode(text: string, height: number, width: number): Ink {
  const ink = blank(height, width);
  try {
    const bytes = atob(text);
    for (let place = 0; place < Math.min(bytes.length, ink.pixels.length); place++) ink.pixels[place] = bytes.charCodeAt(place);
  } catch {
    return blank(height, width); // Kept from an older page, and no drawing.
  }
  return ink;
}

export function isBlank({ pixels }: Ink): boolean {
  return pixels.every((pixel) => pixel === 0);
}
