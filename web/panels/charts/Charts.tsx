// One chart with all that belongs to it: the lines, what is read off them, the numbers behind them, and how to keep them.

import { useEffect, useRef, useState } from "preact/hooks";
import type { Drawing } from "../../curves/drawing";
import type { SeriesText } from "../../generated/types";
import { later } from "../../parts/later";
import { charted, sizesShown, stacked } from "../../state/charted";
import { lookInside } from "../../state/going";
import { state } from "../../state/store";
import { text } from "../../text/text";
import { attach, type Crossed } from "./attached";
import { Readout } from "./Readout";
import { Save } from "./Save";
import { ChartTable, inWords } from "./Table";
import css from "./Charts.module.css";

export function Charts() {
  const list = charted.value;
  const [sizes, stacks] = [sizesShown.value, stacked.value.length > 0];
  return (
    <div class={css.charts} data-count={list.length + Number(sizes) + Number(stacks)}>
      {list.map(([name, series]) => (
        <OneChart key={`${state.spec.value.task.name}/${name}`} name={name} series={series} />
      ))}
      {stacks && <StackChart key="stack" />}
      {sizes && <SizesChart key="sizes" />}
    </div>
  );
}

const StackChart = later(async () => (await import("./StackChart")).StackChart);
const SizesChart = later(async () => (await import("./SizesChart")).SizesChart);

/** Of a loss that does not fall however well all goes: where to look instead. */
function Instead({ view }: { view: string }) {
  const found = state.catalogue.value?.views.find(({ name }) => name === view);
  if (found === undefined) return null;
  return (
    <p class={`words ${css.instead}`}>
      {text("charts.instead")}{" "}
      <button type="button" class="small wide" onClick={() => lookInside(view)}>
        {found.title}
      </button>
    </p>
  );
}

function OneChart({ name, series }: { name: string; series: SeriesText }) {
  const host = useRef<HTMLDivElement>(null);
  const [crossed, setCrossed] = useState<Crossed>(null);
  const latest = useRef<Drawing | null>(null);
  useEffect(() => {
    if (host.current) return attach(host.current, name, series, latest, setCrossed);
  }, [name, series.title]);
  const { title } = series;
  return (
    <figure class={series.headline ? `${css.chart} ${css.headline}` : css.chart}>
      <figcaption>
        <h2>{title}</h2>
        <span class="words">{series.text}</span>
      </figcaption>
      <div
        class={css.plot}
        ref={host}
        role="application"
        tabIndex={0}
        aria-roledescription={text("charts.role")}
        aria-keyshortcuts="+ - 0 ArrowLeft ArrowRight"
        aria-label={inWords(title, name, series)}
      />
      {crossed && latest.current && <Readout drawing={latest.current} name={name} series={series} {...crossed} />}
      <Instead view={series.instead} />
      <div class={css.chartTools}>
        <ChartTable title={title} name={name} series={series} />
        <Save title={title} name={name} series={series} />
      </div>
    </figure>
  );
}
