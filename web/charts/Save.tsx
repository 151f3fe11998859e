// A chart to take away: as a picture, as a drawing, as numbers, or as a script that draws it again.

import { csv } from "../curves/csv";
import { type Figure, SIZE } from "../curves/figure";
import { matplotlib } from "../curves/matplotlib";
import { svg } from "../curves/svg";
import type { SeriesText } from "../generated/types";
import { allRows } from "../live/whole";
import { layered, layeredRun, shownWindow } from "../state/charted";
import { state, subjects } from "../state/here";
import { measured, plain, share } from "../text/numbers";
import { text } from "../text/text";
import { drawing } from "./attached";
import { Fold } from "./Fold";
import { png } from "./pen";
import { placeWords } from "./scales";

interface Props {
  title: string;
  name: string;
  series: SeriesText;
}

const KINDS = ["png", "svg", "csv", "py"] as const;
type Kind = (typeof KINDS)[number];

export function Save(props: Props) {
  if (subjects.value.length === 0) return null;
  const sign = (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d="M8 2.5v7.5M4.8 7L8 10.2L11.2 7M3 13h10" />
    </svg>
  );
  return (
    <Fold class="save" summary={sign} label={text("save.title", { title: props.title })}>
      {KINDS.map((kind) => (
        <button type="button" class="jump" key={kind} onClick={() => void save(kind, props)}>
          {text(`save.${kind}`)}
        </button>
      ))}
    </Fold>
  );
}

/** Enough for a poster, and few enough to be read by a person. */
const STRETCHES = 2_000;

async function save(kind: Kind, props: Props): Promise<void> {
  await allRows();
  const made = await content(kind, props);
  if (made !== null) download(made, `${state.spec.value.task.name}-${props.name}.${kind}`);
}

async function content(kind: Kind, props: Props): Promise<Blob | null> {
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

function figure({ title, name, series }: Props, columns: number): Figure {
  const drawn = drawing(name, columns);
  const task = state.task.value;
  const about = [title, task?.title, alone()];
  const { baseline } = drawn;
  return {
    drawing: drawn,
    title: about.filter(Boolean).join(" · "),
    xTitle: text(`axis.${state.axis.value}`),
    logarithmic: state.logarithmic.value && series.range === null,
    range: series.range,
    closer: state.window.value !== null,
    percent: series.percent,
    formatX: placeWords,
    formatY: (value) => (series.percent ? share(value) : plain(Number(value.toPrecision(12)))),
    baselineWords: baseline === null ? "" : text("charts.guessing", { value: measured(series, baseline) }),
    words: {
      train: text("charts.train"),
      validation: text("charts.validation"),
      band: text(`band.${state.band.value}`),
      note: state.smoothing.value > 0 ? text("save.smoothed", { points: state.smoothing.value }) : "",
    },
  };
}

/** Lines that are all of one group need no names of their own; the title has it. */
function alone(): string {
  const names = new Set(subjects.value.map(({ groupName }) => groupName));
  return names.size === 1 ? ([...names][0] ?? "") : "";
}

function download(content: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // The browser has it once the click is over.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
