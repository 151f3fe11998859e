// All charts as files, made when they are asked for. They are made in the page, since here are the axis, the smoothing, the
// colours and the words that somebody chose; tables with every point are the server's.

import { download } from "../../browser/downloading";
import { zipped } from "../../browser/zip";
import { type Figure, paint, SIZE, type TextStyle } from "../../curves/figure";
import { type Letters, pdf } from "../../curves/pdf";
import { pgfplots } from "../../curves/pgfplots";
import { svg } from "../../curves/svg";
import { charted } from "../../state/charted";
import { state } from "../../state/store";
import { allRows } from "../../state/whole";
import { text } from "../../text/text";
import { png } from "./pen";
import { figure } from "./saving";
import type { TogetherKind } from "./titled";

/** Points of a line in LaTeX, which keeps all in memory at once. */
const STRETCHES = 500;
/** Of words that are pictures. */
const SHARP = 4;

export async function saveAll(kind: TogetherKind): Promise<void> {
  await allRows();
  const made = await content(kind);
  const name = state.spec.value.task.name;
  download(made, kind === "pdf" || kind === "tex" ? `${name}-charts.${kind}` : `${name}-charts-${kind}.zip`);
}

async function content(kind: TogetherKind): Promise<Blob> {
  switch (kind) {
    case "tex":
      return new Blob([pgfplots(figures(STRETCHES).map(([, one]) => one), text("save.about", { version: state.catalogue.value?.version ?? "" }))], { type: "text/x-tex" });
    case "pdf":
      return new Blob([pdf(figures(SIZE.width).map(([, one]) => (pen) => paint(one, pen)), letters())], { type: "application/pdf" });
    case "svg":
      return archive(figures(SIZE.width).map(([name, one]) => [`${name}.svg`, new Blob([svg(one, "", name)])]));
    case "png": {
      const font = getComputedStyle(document.body).fontFamily;
      const drawn = figures(2 * SIZE.width).map(async ([name, one]) => [`${name}.png`, await png(one, font)] as const);
      return archive(await Promise.all(drawn));
    }
  }
}

/** Of every chart that is shown, with its name. */
function figures(columns: number): [string, Figure][] {
  return charted.value.map(([name, series]) => [name.replaceAll(/[^\w.-]+/g, "-"), figure({ title: series.title, name, series }, columns)]);
}

async function archive(files: readonly (readonly [string, Blob | null])[]): Promise<Blob> {
  const parts = files.flatMap(([name, blob]) => (blob === null ? [] : [{ name, blob }]));
  const read = parts.map(async ({ name, blob }) => ({ name, content: new Uint8Array(await blob.arrayBuffer()) }));
  return new Blob([zipped(await Promise.all(read))], { type: "application/zip" });
}

/** How wide words are in Helvetica, or what the system takes for it; and words as pictures in the letters of the page. */
function letters(): Letters {
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true }) as CanvasRenderingContext2D;
  const own = getComputedStyle(document.body).fontFamily;
  const measured = (words: string, { size, bold = false }: TextStyle, family: string) => {
    context.font = `${bold ? 700 : 400} ${size}px ${family}`;
    return context.measureText(words).width;
  };
  return {
    width: (words, style) => measured(words, style, "Helvetica, Arial, sans-serif"),
    picture: (words, style) => {
      const [width, height] = [Math.ceil(measured(words, style, own)) + 2, Math.ceil(style.size * 1.5)];
      context.canvas.width = width * SHARP;
      context.canvas.height = height * SHARP;
      context.font = `${style.bold ? 600 : 400} ${style.size * SHARP}px ${own}`;
      context.fillStyle = style.colour;
      context.fillText(words, SHARP, style.size * 1.1 * SHARP);
      return { pixels: context.getImageData(0, 0, width * SHARP, height * SHARP), width, height, rise: style.size * 1.1 };
    },
  };
}
