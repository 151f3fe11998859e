// The chart of sizes, to take away and for a report.

import { download } from "../../browser/downloading";
import { paintSizes, type SizeFigure } from "../../curves/sizeplot";
import { SIZES, sizes, sizesCsv } from "../../curves/sizes";
import type { Subject } from "../../curves/subject";
import { drawnSvg } from "../../curves/svg";
import type { SeriesText } from "../../generated/types";
import { headline, state, subjects } from "../../state/store";
import { allRows } from "../../state/whole";
import { marked, short } from "../../text/numbers";
import { row, text } from "../../text/text";
import { guessWords } from "./attached";
import { drawnPng } from "./pen";
import type { Kind } from "./titled";

export async function saveSizes(kind: Kind): Promise<void> {
  await allRows();
  const [name, series] = headline.value ?? [];
  if (name === undefined || series === undefined) return;
  const made = await content(kind, name, series);
  if (made !== null) download(made, `${state.spec.value.task.name}-${name}-by-${state.sizeAxis.value}.${kind}`);
}

async function content(kind: Kind, name: string, series: SeriesText): Promise<Blob | null> {
  if (kind === "csv") return new Blob([sizesCsv(subjects.value, name, series)], { type: "text/csv" });
  const figure = sizesFigure(name, series);
  if (figure === null) return null;
  if (kind === "png") return drawnPng((pen) => paintSizes(figure, pen), getComputedStyle(document.body).fontFamily);
  return new Blob([sizesSvg(figure)], { type: "image/svg+xml" });
}

/** Of the runs that are on the charts, or of some of them; null where nothing of them is measured. */
export function sizesFigure(name: string, series: SeriesText, some: readonly Subject[] = subjects.value): SizeFigure | null {
  const axis = state.sizeAxis.value;
  const found = sizes(some, name, series, axis);
  if (found.dots.length === 0) return null;
  const task = state.task.value?.title ?? "";
  return {
    title: [text("sizes.title", { series: series.title }), task].filter(Boolean).join(" · "),
    xTitle: text(`sizes.${axis}`),
    series,
    sizes: found,
    band: state.band.value,
    formatX: short,
    formatY: (value) => marked(series, value),
    baselineWords: (baseline) => guessWords(series, baseline),
  };
}

/** `name` tells it from other drawings of one file. */
export function sizesSvg(figure: SizeFigure, name: string = SIZES): string {
  const { dots } = figure.sizes;
  const words = row(dots.filter(({ thin }) => !thin).map((dot) => text("sizes.dot", { name: dot.name, value: figure.formatY(Number(dot.y.toPrecision(4))), cost: figure.formatX(dot.x) })));
  return drawnSvg(figure.title, (pen) => paintSizes(figure, pen), words, name);
}
