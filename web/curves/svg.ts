// A pen that writes SVG: real paths and real text, to be edited elsewhere.

import { type Box, type Figure, type LineStyle, paint, type Pen, type Point, SIZE, type TextStyle } from "./figure";
import type { Marker } from "./groups";

/** `words` are for those who do not see it; several drawings in one file need a `name` each. */
export function svg(figure: Figure, words = "", name = "inside"): string {
  return drawnSvg(figure.title, (pen) => paint(figure, pen), words, name);
}

/** Whatever is drawn with a pen. */
export function drawnSvg(title: string, draw: (pen: Pen) => void, words = "", name = "inside"): string {
  const pen = new SvgPen(name);
  draw(pen);
  const { width, height } = SIZE;
  const head = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="Inter, system-ui, sans-serif" role="img"${words === "" ? "" : ` aria-label="${escaped(words)}"`}>`;
  return [head, `<title>${escaped(title)}</title>`, ...pen.parts, "</svg>", ""].join("\n");
}

class SvgPen implements Pen {
  readonly parts: string[] = [];
  private boxes = 0;

  constructor(private readonly name: string) {}

  inside({ left, top, width, height }: Box, draw: () => void): void {
    const id = `${this.name}-${++this.boxes}`;
    this.parts.push(`<clipPath id="${id}"><rect x="${left}" y="${top}" width="${width}" height="${height}"/></clipPath>`);
    this.parts.push(`<g clip-path="url(#${id})">`);
    draw();
    this.parts.push("</g>");
  }

  rect({ left, top, width, height }: Box, colour: string): void {
    this.parts.push(`<rect x="${left}" y="${top}" width="${width}" height="${height}" fill="${colour}"/>`);
  }

  line(points: readonly Point[], { colour, width, opacity, dash }: LineStyle): void {
    const more = `${dash.length > 0 ? ` stroke-dasharray="${dash.join(" ")}"` : ""}${opacity < 1 ? ` stroke-opacity="${opacity}"` : ""}`;
    this.parts.push(`<path d="${path(points)}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linejoin="round"${more}/>`);
  }

  area(points: readonly Point[], colour: string, opacity: number): void {
    this.parts.push(`<path d="${path(points)}Z" fill="${colour}" fill-opacity="${opacity}"/>`);
  }

  marker(marker: Marker, at: Point, size: number, colour: string): void {
    this.parts.push(
      marker === "circle"
        ? `<circle cx="${round(at[0])}" cy="${round(at[1])}" r="${size}" fill="${colour}"/>`
        : `<path d="${path(corners(marker, at, size))}Z" fill="${colour}"/>`,
    );
  }

  text(words: string, [x, y]: Point, { size, colour, bold, anchor = "start" }: TextStyle): void {
    const weight = bold ? ' font-weight="600"' : "";
    this.parts.push(`<text x="${round(x)}" y="${round(y)}" font-size="${size}" fill="${colour}" text-anchor="${anchor}"${weight}>${escaped(words)}</text>`);
  }
}

/** A tenth of a pixel is as fine as anybody sees. */
function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function path(points: readonly Point[]): string {
  return points.map(([x, y], place) => `${place === 0 ? "M" : "L"}${round(x)} ${round(y)}`).join("");
}

/** The corners of a mark that is not round. */
export function corners(marker: Exclude<Marker, "circle">, [x, y]: Point, size: number): Point[] {
  const shapes: Record<typeof marker, Point[]> = {
    square: [[-1, -1], [1, -1], [1, 1], [-1, 1]],
    triangle: [[0, -1.2], [1.2, 1], [-1.2, 1]],
    diamond: [[0, -1.4], [1.4, 0], [0, 1.4], [-1.4, 0]],
    cross: [[-1.4, -1 / 3], [-1 / 3, -1 / 3], [-1 / 3, -1.4], [1 / 3, -1.4], [1 / 3, -1 / 3], [1.4, -1 / 3], [1.4, 1 / 3], [1 / 3, 1 / 3], [1 / 3, 1.4], [-1 / 3, 1.4], [-1 / 3, 1 / 3], [-1.4, 1 / 3]],
  };
  return shapes[marker].map(([across, down]) => [x + across * size, y + down * size]);
}

export function escaped(words: string): string {
  return words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
