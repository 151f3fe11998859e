// What a chart gives to take away, made when it is asked for: it comes to the page only then.

import { download } from "../../browser/downloading";
import { csv } from "../../curves/csv";
import { type Figure, SIZE } from "../../curves/figure";
import { matplotlib } from "../../curves/matplotlib";
import type { Subject } from "../../curves/subject";
import { svg } from "../../curves/svg";
import { layered, layeredRun, shownWindow } from "../../state/charted";
import { state, subjects } from "../../state/store";
import { allRows } from "../../state/whole";
import { marked } from "../../text/numbers";
import { text } from "../../text/text";
import { drawing, guessWords } from "./attached";
import { png } from "./pen";
import { placeWords } from "./scales";
import type { Kind, Titled } from "./titled";

/** Enough for a poster, and few enough to be read by a person. */
const STRETCHES = 2_000;

export async function save(kind: Kind, props: Titled): Promise<void> {
  await allRows();
  const made = await content(kind, props);
  if (made !== null) download(made, `${state.spec.value.task.name}-${props.name}.${kind}`);
}

async function content(kind: Kind, props: Titled): Promise<Blob | null> {
  switch (kind) {
    case "png":
      return png(figure(props, 2 * SIZE.width), getComputedStyle(document.body).fontFamily);
    case "svg":
      return new Blob([svg(figure(props, SIZE.width))], { type: "image/svg+xml" });
    case "py": {
      const drawn = figure(props, STRETCHES);
      const about = [text("save.about", { version: state.catalogue.value?.version ?? "" })];
      if (drawn.drawing.thinned) about.push(text("save.thinned", { columns: STRETCHES }));
      return new Blob([matplotlib(drawn, about.join(" "))], { type: "text/x-python" });
    }
    case "csv": {
      const run = layeredRun.value;
      const drawn = layered(props.name) ? (run ? [run] : []) : subjects.value;
      return new Blob([csv(drawn, props.name, state.axis.value, shownWindow.value)], { type: "text/csv" });
    }
  }
}

/** Of the runs that are on the charts, or of some of them. */
export function figure({ title, name, series }: Titled, columns: number, some: readonly Subject[] = subjects.value): Figure {
  const drawn = drawing(name, columns, some);
  const task = state.task.value;
  const about = [title, task?.title, layered(name) ? layeredRun.value?.name : alone(some)];
  return {
    drawing: drawn,
    title: about.filter(Boolean).join(" · "),
    xTitle: text(`axis.${state.axis.value}`),
    logarithmic: state.logarithmic.value && series.range === null,
    range: series.range,
    closer: state.window.value !== null,
    percent: series.percent,
    formatX: placeWords,
    formatY: (value) => marked(series, value),
    baselineWords: (baseline) => guessWords(series, baseline),
    words: {
      train: text("charts.train"),
      validation: text("charts.validation"),
      band: text(`band.${state.band.value}`),
      note: state.smoothing.value > 0 ? text("save.smoothed", { points: state.smoothing.value }) : "",
    },
  };
}

/** Lines that are all of one group need no names of their own; the title has it. */
function alone(some: readonly Subject[]): string {
  const names = new Set(some.filter(({ old }) => old !== true).map(({ groupName }) => groupName));
  return names.size === 1 ? ([...names][0] ?? "") : "";
}
