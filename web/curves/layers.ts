// One run's layers on one chart: a line for each, and a hue for each.

import { layerName } from "../text/layers";
import { places } from "./axes";
import { layers } from "./columns";
import { type Drawing, finished, type Lens } from "./drawing";
import { HUES, MARKERS } from "./groups";
import { addLine, type Sketch } from "./lines";
import type { Subject } from "./subject";

export function drawLayers(subject: Subject | undefined, series: string, lens: Lens): Drawing {
  const sketch: Sketch = { strokes: [], lines: [] };
  if (subject?.history) addLayers(subject, subject.history, series, lens, sketch);
  return finished(sketch, subject ? [subject] : [], series, lens);
}

function addLayers({ run, paint }: Subject, history: NonNullable<Subject["history"]>, series: string, lens: Lens, sketch: Sketch): void {
  const at = places(run, history, "epoch", lens.axis);
  layers(history, series).forEach((layer, place) => {
    const ys = history.clocks.epoch.named.get(`${series}/${layer}`);
    if (at === null || ys === undefined) return;
    const hue = HUES[place % HUES.length] ?? "grey";
    const marker = MARKERS[Math.floor(place / HUES.length) % MARKERS.length] ?? "circle";
    const stroke = { run: run.id, group: paint.group, role: "train" as const, hue, marker, label: layerName(layer), thin: false, old: false };
    addLine(sketch, stroke, { ...at, ys }, lens.smoothing);
  });
}
