import { describe, expect, it } from "vitest";
import { crc32, zipped } from "../browser/zip";
import { paint, type Figure } from "../curves/figure";
import { pdf } from "../curves/pdf";
import { pgfplots, tex } from "../curves/pgfplots";

const stroke = { run: "a", group: "g", role: "validation", hue: "blue", marker: "circle", label: "50 % & more", thin: false, faint: false, old: false } as const;
const figure: Figure = {
  drawing: { x: [0, 1, 2, 3], ys: [[1, 0.5, null, 0.25]], strokes: [stroke], crowded: [false], thinned: false, flags: [], baselines: [], window: { from: 0, to: 3 }, ceiling: null },
  title: "Loss",
  xTitle: "epoch",
  logarithmic: false,
  range: null,
  closer: false,
  percent: false,
  formatX: String,
  formatY: String,
  baselineWords: () => "",
  words: { train: "train", validation: "validation", band: "", note: "" },
};
const letters = { width: (words: string) => words.length * 6, picture: () => null };
const text = (content: Uint8Array) => [...content].map((byte) => String.fromCharCode(byte)).join("");

describe("all charts at once", () => {
  it("puts files together as an archive whose checksums are those that are published", () => {
    expect(crc32(new TextEncoder().encode("123456789"))).toBe(0xcbf43926);
    const archive = zipped([{ name: "a.svg", content: new TextEncoder().encode("<svg/>") }, { name: "图.txt", content: new Uint8Array() }]);
    const view = new DataView(archive.buffer);
    expect(view.getUint32(0, true)).toBe(0x04034b50);
    const end = archive.length - 22;
    expect([view.getUint32(end, true), view.getUint16(end + 10, true)]).toEqual([0x06054b50, 2]);
    expect(view.getUint32(view.getUint32(end + 16, true), true)).toBe(0x02014b50);
  });

  it("draws for LaTeX with gaps as no number and signs that mean something there written out", () => {
    const written = pgfplots([figure, figure], "by hand");
    expect(written).toContain("coordinates {(0,1) (1,0.5) (nan,nan) (3,0.25)}");
    expect(written).toContain("\\addlegendentry{50 \\% \\& more}");
    expect(written.match(/begin\{tikzpicture\}/g)).toHaveLength(2);
    expect(tex("a_b^c\\{}")).toBe("a\\_b\\textasciicircum{}c\\textbackslash{}\\{\\}");
  });

  it("writes a PDF with a page for each chart, whose table says where each object lies", () => {
    const content = pdf([(pen) => paint(figure, pen), (pen) => paint(figure, pen)], letters);
    const written = text(content);
    expect(written.match(/\/Type \/Page /g)).toHaveLength(2);
    const table = Number(/startxref\n(\d+)/.exec(written)?.[1]);
    expect(written.slice(table, table + 4)).toBe("xref");
    const places = [...written.slice(table).matchAll(/(\d{10}) 00000 n/g)].map(([, place]) => Number(place));
    places.forEach((place, number) => expect(written.slice(place).startsWith(`${number + 1} 0 obj`)).toBe(true));
  });

  it("says words that are not Western as pictures, where the browser can draw them", () => {
    const pixels = { width: 1, height: 1, data: new Uint8ClampedArray([9, 8, 7, 128]) };
    const drawn = text(pdf([(pen) => pen.text("损失", [10, 20], { size: 12, colour: "#000000" })], { ...letters, picture: () => ({ pixels, width: 20, height: 14, rise: 12 }) }));
    expect(drawn).toContain("/Subtype /Image");
    expect(drawn).toContain("20 0 0 -14 10 22 cm /I0 Do");
    expect(drawn).not.toContain("Tj");
  });

});
