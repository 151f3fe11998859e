// The charts of the task: its headline first, all on one x axis, redrawn once a frame however many events came.

import { effect } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { draw, type Drawing } from "../curves/drawing";
import type { SeriesText } from "../generated/types";
import { headline, measuredSeries, state, subjects } from "../state/here";
import type { Axis } from "../state/state";
import { measured, plain, share } from "../text/numbers";
import { schemaText, text } from "../text/text";
import { Chart as Painted, type Settings } from "./chart";
import { readColours } from "./colours";
import { Readout } from "./Readout";
import { ChartTable, flagWords, inWords } from "./Table";

export function Charts() {
  const series = measuredSeries.value;
  const first = headline.value?.[0];
  const names = Object.keys(series).sort((one, other) => Number(other === first) - Number(one === first));
  return (
    <div class="charts" data-count={names.length}>
      {names.map((name) => {
        const described = series[name];
        return described && <OneChart key={`${state.spec.value.task.name}/${name}`} name={name} series={described} />;
      })}
    </div>
  );
}

export function seriesTitle(name: string, series: SeriesText): string {
  return schemaText(`tasks.${state.spec.value.task.name}.series.${name}.title`, series.title);
}

/** Two points for each pixel are as many as a screen can show. */
function drawing(name: string, width: number): Drawing {
  return draw(subjects.value, name, state.axis.value, Math.max(100, Math.round(width)), flagWords, toCome());
}

/** An empty chart is as long as the training that the form would start. */
function toCome(): number {
  const plan = state.plan.value;
  if (plan === null || plan.steps_per_epoch === 0) return 0;
  const epochs = plan.steps / plan.steps_per_epoch;
  if (state.axis.value === "epoch") return epochs;
  return state.axis.value === "seconds" ? (plan.seconds_per_epoch ?? 0) * epochs : 0;
}

function settings(host: HTMLElement, name: string, series: SeriesText): Settings {
  state.theme.value; // Colours follow it.
  return {
    axis: state.axis.value,
    axisTitle: text(`axis.${state.axis.value}`),
    logarithmic: state.logarithmic.value && series.range === null,
    range: series.range,
    format: (value) => (series.percent ? share(value) : plain(value)),
    baselineWords: (value) => text("charts.guessing", { value: measured(series, value), series: name }),
    colours: readColours(host),
  };
}

function OneChart({ name, series }: { name: string; series: SeriesText }) {
  const host = useRef<HTMLDivElement>(null);
  const [crossed, setCrossed] = useState<{ row: number; left: number } | null>(null);
  const latest = useRef<Drawing | null>(null);
  useEffect(() => {
    if (host.current) return attach(host.current, name, series, latest, setCrossed);
  }, [name, series]);
  const title = seriesTitle(name, series);
  return (
    <figure class={series.headline ? "chart headline" : "chart"}>
      <figcaption>
        <h2>{title}</h2>
        <span class="words">{schemaText(`tasks.${state.spec.value.task.name}.series.${name}.text`, series.text)}</span>
      </figcaption>
      <div class="plot" ref={host} role="img" aria-label={inWords(title, name, series)} />
      {crossed && latest.current && <Readout drawing={latest.current} series={series} {...crossed} />}
      <ChartTable title={title} name={name} series={series} />
    </figure>
  );
}

type Crossed = { row: number; left: number } | null;

function attach(
  host: HTMLDivElement,
  name: string,
  series: SeriesText,
  latest: { current: Drawing | null },
  cross: (crossed: Crossed) => void,
): () => void {
  const chart = new Painted(host, {
    // The crosshair runs through all charts; the figures stand at the one that is pointed at.
    crossed: (row, left) => cross(row === null || left < 0 || !host.matches(":hover") ? null : { row, left }),
    hovered: (run) => {
      state.hovered.value = run;
    },
  });
  let frame = 0;
  const paint = () => {
    frame = 0;
    const shown = drawing(name, host.clientWidth);
    latest.current = shown;
    chart.update({ drawing: shown, settings: settings(host, name, series), highlighted: state.hovered.value });
  };
  const later = () => {
    if (frame === 0) frame = requestAnimationFrame(paint);
  };
  const forget = heed(host, later, () => chart.resize());
  return () => {
    cancelAnimationFrame(frame);
    forget();
    chart.destroy();
  };
}

/** Calls `later` whenever anything changes that a chart shows. */
function heed(host: HTMLElement, later: () => void, resize: () => void): () => void {
  const forget = effect(() => {
    subjects.value;
    state.axis.value;
    state.logarithmic.value;
    state.hovered.value;
    state.theme.value;
    state.plan.value;
    later();
  });
  const watching = new ResizeObserver(() => {
    resize();
    later();
  });
  watching.observe(host);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  dark.addEventListener("change", later);
  void document.fonts.ready.then(later);
  return () => {
    forget();
    watching.disconnect();
    dark.removeEventListener("change", later);
  };
}

const AXES: readonly Axis[] = ["epoch", "examples", "seconds"];

export function ChartOptions() {
  return (
    <div class="chart-options">
      <Choice
        title={text("charts.x")}
        options={AXES.map((axis) => [axis, text(`axis.${axis}`)])}
        value={state.axis.value}
        choose={(axis) => {
          state.axis.value = axis as Axis;
        }}
      />
      <Choice
        title={text("charts.y")}
        options={[
          ["linear", text("charts.linear")],
          ["log", text("charts.log")],
        ]}
        value={state.logarithmic.value ? "log" : "linear"}
        choose={(scale) => {
          state.logarithmic.value = scale === "log";
        }}
      />
      <span class="key">
        <svg viewBox="0 0 28 8" aria-hidden="true">
          <path d="M1 4h26" />
        </svg>
        {text("charts.train")}
        <svg viewBox="0 0 28 8" aria-hidden="true">
          <path d="M1 4h26" stroke-dasharray="7 4" />
        </svg>
        {text("charts.validation")}
      </span>
    </div>
  );
}

interface ChoiceProps {
  title: string;
  options: [string, string][];
  value: string;
  choose: (value: string) => void;
}

function Choice({ title, options, value, choose }: ChoiceProps) {
  return (
    <div class="quiet-choice" role="radiogroup" aria-label={title}>
      <span aria-hidden="true">{title}</span>
      {options.map(([name, words]) => (
        <label key={name} class={name === value ? "on" : ""}>
          <input type="radio" name={title} checked={name === value} onChange={() => choose(name)} />
          {words}
        </label>
      ))}
    </div>
  );
}
