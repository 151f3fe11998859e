// One series of two runs: both lines on the same axes, and nothing else.

import { effect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { whole } from "../../curves/axes";
import { draw } from "../../curves/drawing";
import type { SeriesText } from "../../generated/types";
import { flagWords } from "../../state/charted";
import { pair } from "../../state/comparing";
import { ground } from "../../state/ground";
import { state } from "../../state/store";
import { text } from "../../text/text";
import { settings } from "../charts/attached";
import { Chart } from "../charts/chart";
import css from "../charts/Charts.module.css";

export function PairChart({ title, name, series }: { title: string; name: string; series: SeriesText }) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (host.current) return attach(host.current, name, series);
  }, [name]);
  const [one, other] = pair.value ?? [];
  return (
    <figure class={css.chart}>
      <figcaption>
        <h3>{title}</h3>
      </figcaption>
      <div class={css.plot} ref={host} role="img" aria-label={text("runs.compare.chart", { title, one: one?.name ?? "", other: other?.name ?? "" })} />
    </figure>
  );
}

function attach(host: HTMLDivElement, name: string, series: SeriesText): () => void {
  const chart = new Chart(host, { crossed: () => {}, hovered: () => {}, painted: () => {} });
  const paint = () => {
    const both = pair.value;
    ground.value;
    if (both === null) return;
    const axis = state.axis.value;
    const lens = {
      axis,
      columns: Math.max(100, Math.round(chart.area?.width ?? host.clientWidth)),
      window: { from: 0, to: whole(both, axis) || 1 },
      smoothing: state.smoothing.value,
      band: "off" as const,
      flagWords,
    };
    const own = { ...settings(host, series), closer: false };
    const drawing = draw(both, name, lens);
    // The marks at their ends are those beside the names.
    for (const stroke of drawing.strokes) stroke.label = "";
    chart.update({ drawing, settings: own, highlighted: null, epochs: [], looked: null });
  };
  const forget = effect(paint);
  const watching = new ResizeObserver(() => {
    chart.resize();
    paint();
  });
  watching.observe(host);
  return () => {
    forget();
    watching.disconnect();
    chart.destroy();
  };
}
