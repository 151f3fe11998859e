// A pen that writes PDF (ISO 32000): lines and areas stay such, a page for each chart. Words of Western letters are text in
// Helvetica, which every reader has; all others would need a font of megabytes in the file, and are pictures of themselves.

import type { Box, LineStyle, Pen, Point, TextStyle } from "./figure";
import { SIZE } from "./figure";
import type { Marker } from "./groups";
import { corners } from "./svg";

/** Words as a picture: rows from the top of so many pixels, and how large it is drawn. */
export interface WordPicture {
  pixels: { width: number; height: number; data: Uint8ClampedArray };
  width: number;
  height: number;
  /** How far its top lies above the line on which the words stand. */
  rise: number;
}
/** What a browser knows of letters. */
export interface Letters {
  width: (words: string, style: TextStyle) => number;
  picture: (words: string, style: TextStyle) => WordPicture | null;
}

const KAPPA = 0.5523;
const WESTERN = /^[\x20-\x7e\xa1-\xff–—“”‘’…×]*$/u;
/** Where Windows' code page has what Latin-1 does not. */
const ELSEWHERE: Readonly<Record<string, number>> = { "–": 0x96, "—": 0x97, "“": 0x93, "”": 0x94, "‘": 0x91, "’": 0x92, "…": 0x85 };

export function pdf(pages: readonly ((pen: Pen) => void)[], letters: Letters): Uint8Array<ArrayBuffer> {
  const file = new Objects();
  const tree = file.reserve();
  const fonts = ["Helvetica", "Helvetica-Bold"].map((name) => file.add(`<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`));
  const kids = pages.map((draw) => {
    const pen = new PdfPen(letters, file);
    draw(pen);
    const content = file.stream("", bytes(pen.parts.join("\n")));
    const states = [...pen.opacities].map(([value, name]) => `/${name} << /ca ${value} /CA ${value} >>`).join(" ");
    const pictures = pen.pictures.map((object, place) => `/I${place} ${object} 0 R`).join(" ");
    const resources = `<< /Font << /F0 ${fonts[0]} 0 R /F1 ${fonts[1]} 0 R >> /ExtGState << ${states} >> /XObject << ${pictures} >> >>`;
    return file.add(`<< /Type /Page /Parent ${tree} 0 R /MediaBox [0 0 ${SIZE.width} ${SIZE.height}] /Resources ${resources} /Contents ${content} 0 R >>`);
  });
  file.fill(tree, `<< /Type /Pages /Count ${kids.length} /Kids [${kids.map((kid) => `${kid} 0 R`).join(" ")}] >>`);
  return file.written(file.add(`<< /Type /Catalog /Pages ${tree} 0 R >>`));
}

class PdfPen implements Pen {
  readonly parts: string[] = [`1 0 0 -1 0 ${SIZE.height} cm`, "1 j"];
  readonly opacities = new Map<number, string>();
  readonly pictures: number[] = [];

  constructor(
    private readonly letters: Letters,
    private readonly file: Objects,
  ) {}

  inside(box: Box, draw: () => void): void {
    this.parts.push("q", `${rectangle(box)} W n`);
    draw();
    this.parts.push("Q");
  }

  rect(box: Box, colour: string): void {
    this.parts.push(`${rgb(colour)} rg ${rectangle(box)} f`);
  }

  line(points: readonly Point[], { colour, width, opacity, dash }: LineStyle): void {
    if (points.length === 0) return;
    this.within(opacity, `${rgb(colour)} RG ${width} w [${dash.join(" ")}] 0 d ${path(points)} S`);
  }

  area(points: readonly Point[], colour: string, opacity: number): void {
    if (points.length > 0) this.within(opacity, `${rgb(colour)} rg ${path(points)} h f`);
  }

  marker(marker: Marker, at: Point, size: number, colour: string): void {
    const shape = marker === "circle" ? circle(at, size) : `${path(corners(marker, at, size))} h`;
    this.parts.push(`${rgb(colour)} rg ${shape} f`);
  }

  text(words: string, [x, y]: Point, style: TextStyle): void {
    if (words === "") return;
    const western = WESTERN.test(words);
    const picture = western ? null : this.letters.picture(words, style);
    const width = picture?.width ?? this.letters.width(words, style);
    const left = x - (style.anchor === "end" ? width : style.anchor === "middle" ? width / 2 : 0);
    if (picture !== null) return this.image(picture, left, y);
    const shown = western ? words : words.replaceAll(/[^\x20-\x7e]/gu, "?");
    this.parts.push(`BT ${rgb(style.colour)} rg /F${style.bold ? 1 : 0} ${style.size} Tf 1 0 0 -1 ${number(left)} ${number(y)} Tm <${encoded(shown)}> Tj ET`);
  }

  private image({ pixels, width, height, rise }: WordPicture, left: number, y: number): void {
    const count = pixels.width * pixels.height;
    const [colours, shares] = [new Uint8Array(count * 3), new Uint8Array(count)];
    for (let place = 0; place < count; place++) {
      colours.set(pixels.data.subarray(place * 4, place * 4 + 3), place * 3);
      shares[place] = pixels.data[place * 4 + 3] as number;
    }
    const about = `/Type /XObject /Subtype /Image /Width ${pixels.width} /Height ${pixels.height} /BitsPerComponent 8`;
    const mask = this.file.stream(`${about} /ColorSpace /DeviceGray`, shares);
    this.pictures.push(this.file.stream(`${about} /ColorSpace /DeviceRGB /SMask ${mask} 0 R`, colours));
    const [top, bottom] = [y - rise, y - rise + height];
    this.parts.push(`q ${number(width)} 0 0 ${number(top - bottom)} ${number(left)} ${number(bottom)} cm /I${this.pictures.length - 1} Do Q`);
  }

  private within(opacity: number, drawn: string): void {
    let name = this.opacities.get(opacity);
    if (name === undefined) this.opacities.set(opacity, (name = `G${this.opacities.size}`));
    this.parts.push(`q /${name} gs ${drawn} Q`);
  }
}

/** The objects of a file, by number from 1, and the table of where they lie. */
class Objects {
  private readonly contents: Uint8Array[] = [];

  reserve(): number {
    return this.contents.push(new Uint8Array());
  }

  fill(number: number, content: string): void {
    this.contents[number - 1] = bytes(content);
  }

  add(content: string): number {
    return this.contents.push(bytes(content));
  }

  stream(about: string, content: Uint8Array): number {
    return this.contents.push(concat([bytes(`<< ${about} /Length ${content.length} >>\nstream\n`), content, bytes("\nendstream")]));
  }

  written(root: number): Uint8Array<ArrayBuffer> {
    const pieces = [bytes("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")];
    const places: number[] = [];
    let at = pieces[0]?.length ?? 0;
    const put = (piece: Uint8Array) => {
      pieces.push(piece as Uint8Array<ArrayBuffer>);
      at += piece.length;
    };
    this.contents.forEach((content, place) => {
      places.push(at);
      for (const piece of [bytes(`${place + 1} 0 obj\n`), content, bytes("\nendobj\n")]) put(piece);
    });
    const table = places.map((place) => `${String(place).padStart(10, "0")} 00000 n \n`).join("");
    put(bytes(`xref\n0 ${places.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${places.length + 1} /Root ${root} 0 R >>\nstartxref\n${at}\n%%EOF\n`));
    return concat(pieces);
  }
}

function concat(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  pieces.reduce((at, piece) => (whole.set(piece, at), at + piece.length), 0);
  return whole;
}

/** Signs up to 255, each a byte. */
function bytes(words: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(words, (sign) => sign.charCodeAt(0));
}

function encoded(words: string): string {
  return [...words].map((sign) => (ELSEWHERE[sign] ?? sign.charCodeAt(0)).toString(16).padStart(2, "0")).join("");
}

function number(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function path(points: readonly Point[]): string {
  return points.map(([x, y], place) => `${number(x)} ${number(y)} ${place === 0 ? "m" : "l"}`).join(" ");
}

function rectangle({ left, top, width, height }: Box): string {
  return `${number(left)} ${number(top)} ${number(width)} ${number(height)} re`;
}

/** Four curves of Bézier's, as everybody draws a circle. */
function circle([x, y]: Point, r: number): string {
  const k = r * KAPPA;
  const curve = (...places: number[]) => `${places.map(number).join(" ")} c`;
  return [`${number(x + r)} ${number(y)} m`, curve(x + r, y + k, x + k, y + r, x, y + r), curve(x - k, y + r, x - r, y + k, x - r, y), curve(x - r, y - k, x - k, y - r, x, y - r), curve(x + k, y - r, x + r, y - k, x + r, y)].join(" ");
}

/** "#1a2b3c" as three shares of 1. */
function rgb(colour: string): string {
  const whole = colour.length === 4 ? colour.replaceAll(/[^#]/g, "$&$&") : colour;
  return [1, 3, 5].map((at) => number(Number.parseInt(whole.slice(at, at + 2), 16) / 255)).join(" ");
}
