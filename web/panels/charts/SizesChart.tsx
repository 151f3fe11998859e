// The best of every run over what its network costs. What is pointed at says its name, what is pressed is looked into.

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Box } from "../../curves/figure";
import { reachedAt } from "../../curves/moment";
import { momentWords, peakStep, seedOf } from "../../curves/origin";
import { peakOf } from "../../curves/peaks";
import { SHAPES } from "../../curves/shapes";
import { levelWords, type Plotted, plotted, whisker } from "../../curves/sizeplot";
import { costOf, type Dot, SIZE_AXES, sizes, type SizeAxis, type Sizes } from "../../curves/sizes";
import type { Run, SeriesText } from "../../generated/types";
import { Mark } from "../../parts/Mark";
import { specOf } from "../../setup/spec";
import { setSizeAxis, setYear } from "../../state/charts";
import { chooseRun } from "../../state/inside";
import { headline, state, subjects } from "../../state/store";
import { hover } from "../../state/table";
import { duration, marked, measured, short, whole } from "../../text/numbers";
import { row, text } from "../../text/text";
import { guessWords } from "./attached";
import { SaveMenu } from "./Save";
import { SizesTable } from "./SizesTable";
import type { Titled } from "./titled";
import chartsCss from "./Charts.module.css";
import css from "./SizesChart.module.css";

export function costWords(axis: SizeAxis, cost: number): string {
  return axis === "seconds" ? duration(cost) : text(`sizes.of.${axis}`, { count: axis === "parameters" ? whole(Math.round(cost)) : short(cost) });
}

export function SizesChart() {
  state.grown.value;
  const first = headline.value;
  if (first === null) return null;
  const [name, series] = first;
  const title = text("sizes.title", { series: series.title });
  return (
    <figure class={`${chartsCss.chart} ${css.bySize}`}>
      <figcaption>
        <h2>{title}</h2>
        <span class="words">{text("sizes.text")}</span>
      </figcaption>
      <Plot name={name} series={series} title={title} />
      <Axis />
      <Years />
      <div class={chartsCss.chartTools}>
        <SizesTable name={name} series={series} title={title} />
        {subjects.value.length > 0 && (
          <SaveMenu title={title} kinds={["png", "svg", "csv"]} save={(kind) => void import("./sizesaving").then(({ saveSizes }) => saveSizes(kind))} />
        )}
      </div>
    </figure>
  );
}

function Axis() {
  return (
    <div class={`${chartsCss.quietChoice} ${css.sizeAxis}`} role="radiogroup" aria-label={text("charts.x")}>
      {SIZE_AXES.map((axis) => (
        <label key={axis} class={state.sizeAxis.value === axis ? chartsCss.on : ""}>
          <input
            type="radio"
            name="size-axis"
            checked={state.sizeAxis.value === axis}
            onChange={() => setSizeAxis(axis)}
          />
          {text(`sizes.${axis}`)}
        </label>
      ))}
    </div>
  );
}

/** Which networks there were until a year: only where those on the chart are of several years. */
function Years() {
  const years = subjects.value.flatMap(({ run }) => yearOf(run) ?? []);
  const [first, last] = [Math.min(...years), Math.max(...years)];
  if (new Set(years).size < 2) return null;
  const year = Math.min(last, Math.max(first, state.year.value ?? last));
  return (
    <label class={css.years}>
      <span>{text("sizes.year")}</span>
      <input
        type="range"
        min={first}
        max={last}
        value={year}
        style={{ "--part": `${(100 * (year - first)) / (last - first)}%` }}
        onInput={(event) => setYear(Number(event.currentTarget.value))}
      />
      <output>{year}</output>
    </label>
  );
}

function yearOf(run: Run): number | null {
  const { name } = specOf(run).architecture;
  return state.catalogue.value?.architectures.find((one) => one.name === name)?.year ?? null;
}

/** Whether a network was there until the year that is chosen. */
function standing(id: string): boolean {
  const subject = subjects.value.find(({ run }) => run.id === id);
  const year = subject && yearOf(subject.run);
  return typeof year !== "number" || state.year.value === null || year <= state.year.value;
}

/** Room for the marks of both axes, in letters of usual size. */
const EDGE = { left: 52, right: 12, top: 10, bottom: 20 };
const LETTER = 6.4;

function Plot({ name, series, title }: Titled) {
  const host = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0, scale: 1 });
  const [pointed, point] = useState<string | null>(null);
  useLayoutEffect(() => {
    const element = host.current;
    if (element === null) return;
    const measure = () => {
      const scale = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
      setSize({ width: element.clientWidth, height: element.clientHeight, scale });
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, []);
  const found = sizes(subjects.value, name, series, state.sizeAxis.value);
  // The axes stay as they are for all years.
  const shown = found.dots.filter(({ run }) => standing(run));
  const { width, height, scale } = size;
  const box = { left: EDGE.left * scale, top: EDGE.top, width: width - (EDGE.left + EDGE.right) * scale, height: height - EDGE.top - EDGE.bottom * scale };
  const drawn = found.dots.length > 0 && box.width > 40 && box.height > 40 ? plotted(found, series, box, LETTER * scale) : null;
  const dot = shown.find((one) => keyOf(one) === pointed);
  return (
    <div class={chartsCss.plot} ref={host}>
      {drawn ? (
        <svg width={width} height={height} role="group" aria-label={title} translate={false} onPointerLeave={() => point(null)}>
          <Grid box={box} letter={LETTER * scale} drawn={drawn} series={series} />
          {shown.length === found.dots.length && <Families found={found} drawn={drawn} />}
          {shown.map((one) => (
            <Point key={keyOf(one)} dot={one} drawn={drawn} series={series} point={point} />
          ))}
          {drawn.labels.filter(({ dot: { run } }) => standing(run)).map(({ dot: one, at, anchor }) => (
            <text class={css.sizeName} data-hue={one.paint.hue} key={keyOf(one)} x={at[0]} y={at[1]} text-anchor={anchor}>
              {one.name}
            </text>
          ))}
        </svg>
      ) : (
        <p class="words">{text("sizes.empty")}</p>
      )}
      {dot && drawn && <Words dot={dot} series={series} left={drawn.x(dot.x)} top={drawn.y(dot.y)} room={size} />}
    </div>
  );
}

function keyOf({ run, of, paint }: Dot): string {
  return of === null ? run : `group ${paint.group}`;
}

function Grid({ box, letter, drawn, series }: { box: Box; letter: number; drawn: Plotted; series: SeriesText }) {
  const { x, y, xTicks, yTicks, baselines } = drawn;
  const [right, bottom] = [box.left + box.width, box.top + box.height];
  return (
    <g class={css.sizeGrid}>
      {yTicks.map((tick) => (
        <g key={tick}>
          <path d={`M${box.left} ${y(tick)}H${right}`} />
          <text x={box.left - 6} y={y(tick) + 4} text-anchor="end">
            {marked(series, tick)}
          </text>
        </g>
      ))}
      {xTicks.map((tick) => (
        <text key={tick} x={x(tick)} y={bottom + 15} text-anchor="middle">
          {short(tick)}
        </text>
      ))}
      {baselines.map((level) => (
        <g class={css.sizeGuess} data-hue={level.baseline.hue ?? undefined} key={level.baseline.value}>
          {level.beyond === null && <path d={`M${box.left} ${level.y}H${right}`} />}
          <text x={right} y={level.y - 3} text-anchor="end">
            {levelWords(guessWords(series, level.baseline), level, box.width / letter)}
          </text>
        </g>
      ))}
    </g>
  );
}

function Families({ found, drawn: { x, y } }: { found: Sizes; drawn: Plotted }) {
  return (
    <>
      {found.families.map(({ hue, points, old }, place) => (
        <polyline class={old ? `${css.family} ${css.old}` : css.family} data-hue={hue ?? undefined} key={place} points={points.map((at) => `${x(at[0])},${y(at[1])}`).join(" ")} />
      ))}
    </>
  );
}

interface PointProps {
  dot: Dot;
  drawn: Plotted;
  series: SeriesText;
  point: (key: string | null) => void;
}

function Point({ dot, drawn: { x, y }, series, point }: PointProps) {
  const ends = whisker(dot, state.band.value);
  const [left, top] = [x(dot.x), y(dot.y)];
  const enter = () => {
    point(keyOf(dot));
    hover(dot.run);
  };
  const leave = () => {
    point(null);
    hover(null);
  };
  const hovered = state.hovered.value;
  const quiet = dot.old || (hovered !== null && !dot.runs.includes(hovered));
  const radius = dot.thin ? 3 : 6;
  return (
    <g
      class={quiet ? `${css.sizeDot} ${css.quiet}` : css.sizeDot}
      data-hue={dot.paint.hue}
      role="button"
      tabIndex={dot.thin ? -1 : 0}
      aria-label={text("sizes.dot", { name: dot.name, value: measured(series, dot.y), cost: costWords(state.sizeAxis.value, dot.x) })}
      aria-pressed={state.chosen.value.includes(dot.run)}
      onPointerEnter={enter}
      onPointerLeave={leave}
      onFocus={enter}
      onBlur={leave}
      onClick={() => chooseRun(dot.run)}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        event.stopPropagation();
        chooseRun(dot.run);
      }}
    >
      {ends && <path class={css.whisker} d={`M${left} ${y(ends[0])}V${y(ends[1])}`} />}
      <circle class={css.hit} cx={left} cy={top} r={dot.thin ? 6 : 12} />
      <path class={css.own} d={SHAPES[dot.paint.marker]} transform={`translate(${left - radius} ${top - radius}) scale(${radius / 6})`} />
    </g>
  );
}

interface WordsProps {
  dot: Dot;
  series: SeriesText;
  left: number;
  top: number;
  room: { width: number; height: number };
}

/** Beside the dot, to whichever side there is more room. */
function Words({ dot, series, left, top, room }: WordsProps) {
  const subject = subjects.value.find(({ run }) => run.id === dot.run);
  if (subject === undefined) return null;
  const across = left > room.width / 2 ? { right: `${room.width - left + 14}px` } : { left: `${left + 14}px` };
  const down = top > room.height / 2 ? { bottom: `${room.height - top}px` } : { top: `${top}px` };
  const peak = peakOf(subject.run, subject.history, headline.value?.[0] ?? "", series);
  return (
    <div class={`${chartsCss.readout} ${css.bySizeWords}`} style={{ top: "auto", left: "auto", ...across, ...down }}>
      <b>
        <Mark paint={dot.paint} /> {dot.name}
      </b>
      <span>{dot.of === null && peak ? reachedAt(subject.run, measured(series, dot.y), peak.epoch) : measured(series, dot.y)}</span>
      {dot.of === null && peak && <span>{row(momentWords({ epoch: peak.epoch, step: peakStep(subject.run, peak) }))}</span>}
      {dot.of === null && <span>{text("names.seed", { seed: seedOf(subject.run) })}</span>}
      {SIZE_AXES.map((axis) => (
        <span key={axis}>{costWords(axis, axis === state.sizeAxis.value ? dot.x : costOf(subject, axis))}</span>
      ))}
    </div>
  );
}
