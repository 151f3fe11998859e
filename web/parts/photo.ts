// The middle of a photograph as text: so many pixels on a side, a byte for each red, green and blue, colour by colour.

export const SIDE = 48;

/** Of whatever can be drawn. */
export function photo(source: CanvasImageSource, width: number, height: number): string {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIDE;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null) return "";
  const side = Math.min(width, height);
  context.fillStyle = "#fff"; // Where a picture is transparent it lies on paper.
  context.fillRect(0, 0, SIDE, SIDE);
  context.imageSmoothingQuality = "high";
  context.drawImage(source, (width - side) / 2, (height - side) / 2, side, side, 0, 0, SIDE, SIDE);
  return inColours(context.getImageData(0, 0, SIDE, SIDE).data);
}

/** From red, green, blue and how solid, pixel by pixel. */
export function inColours(pixels: ArrayLike<number>): string {
  const size = SIDE * SIDE;
  const bytes = Uint8Array.from({ length: 3 * size }, (_, place) => pixels[(place % size) * 4 + Math.floor(place / size)] ?? 0);
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

/** Such text as red, green, blue and solid, pixel by pixel; null of any other. */
export function pixelsOf(text: string): Uint8ClampedArray<ArrayBuffer> | null {
  const size = SIDE * SIDE;
  let bytes = "";
  try {
    bytes = atob(text);
  } catch {
    return null;
  }
  if (bytes.length !== 3 * size) return null;
  return Uint8ClampedArray.from({ length: 4 * size }, (_, place) => (place % 4 === 3 ? 255 : bytes.charCodeAt((place % 4) * size + (place >> 2))));
}
