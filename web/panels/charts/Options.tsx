// How the charts are looked at: one quiet line below them, and what is rarely used behind "More".

import { AXES, type Axis, type Band, BANDS } from "../../curves/axis";
import { SIZES } from "../../curves/sizes";
import { STRENGTHS } from "../../curves/smoothing";
import { later } from "../../parts/later";
import { charted, chooseAxis, offered, seeded, sizesShown } from "../../state/charted";
import { chart, setBand, setLogarithmic, smooth } from "../../state/charts";
import { headline, state, subjects } from "../../state/store";
import { text } from "../../text/text";
import { Fold } from "./Fold";
import { Overview } from "./Overview";
import css from "./Charts.module.css";

const AllCharts = later(async () => (await import("./AllCharts")).AllCharts);

export function ChartOptions() {
  return (
    <>
      {state.window.value !== null && <Overview />}
      <div class={css.chartOptions}>
        <Choice
          title={text("charts.x")}
          options={AXES.map((axis) => [axis, text(`axis.${axis}`)])}
          value={state.axis.value}
          choose={(axis) => chooseAxis(axis as Axis)}
        />
        <Choice
          title={text("charts.y")}
          options={[
            ["linear", text("charts.linear")],
            ["log", text("charts.log")],
          ]}
          value={state.logarithmic.value ? "log" : "linear"}
          choose={(scale) => {
            setLogarithmic(scale === "log");
          }}
        />
        <More />
        {subjects.value.length > 0 && <AllCharts key="all" />}
        <Key />
      </div>
      {state.axis.value === "multiply_adds" && <p class="words">{text("axis.multiply_adds.text")}</p>}
    </>
  );
}

function Key() {
  return (
    <span class={css.key} title={text("charts.splits")}>
      <svg viewBox="0 0 28 8" aria-hidden="true">
        <path d="M1 4h26" />
      </svg>
      {text("charts.train")}
      <svg viewBox="0 0 28 8" aria-hidden="true">
        <path d="M1 4h26" stroke-dasharray="7 4" />
      </svg>
      {text("charts.validation")}
    </span>
  );
}

function More() {
  const { smoothing } = state;
  return (
    <Fold class={css.more} summary={smoothing.value > 0 ? text("charts.more.smoothed", { points: smoothing.value }) : text("charts.more")}>
      <Smoothing />
      <p class="words">{text("charts.splits")}</p>
      {seeded.value && (
        <fieldset>
          <legend>{text("band.title")}</legend>
          <div class={css.two}>
            <Radios
              name="band"
              options={BANDS.map((band) => [band, text(`band.${band}`)])}
              value={state.band.value}
              choose={(band) => {
                setBand(band as Band);
              }}
            />
          </div>
        </fieldset>
      )}
      <Series />
      <p class="words">{text("charts.closer")}</p>
    </Fold>
  );
}

function Smoothing() {
  const points = state.smoothing.value;
  const place = Math.max(0, STRENGTHS.findIndex((strength) => strength === points));
  const words = points === 0 ? text("smoothing.off") : text("smoothing.points", { points });
  return (
    <label class={css.smoothing}>
      <span class={css.title}>{text("smoothing.title")}</span>
      <input
        type="range"
        min={0}
        max={STRENGTHS.length - 1}
        value={place}
        style={{ "--part": `${(100 * place) / (STRENGTHS.length - 1)}%` }}
        aria-valuetext={words}
        onInput={(event) => {
          smooth(STRENGTHS[Number(event.currentTarget.value)] ?? 0);
        }}
      />
      <output>{words}</output>
      {points > 0 && <span class="words">{text("smoothing.text", { points })}</span>}
    </label>
  );
}

/** Which series have a chart of their own. */
function Series() {
  const shown = new Set(charted.value.map(([name]) => name));
  return (
    <fieldset>
      <legend>{text("charts.series")}</legend>
      <div class={css.two}>
        {offered.value.map(([name, series]) => (
          <label key={name} title={series.text}>
            <input
              type="checkbox"
              checked={shown.has(name)}
              disabled={shown.has(name) && shown.size === 1}
              onChange={(event) => chart(name, event.currentTarget.checked)}
            />
            {series.title}
          </label>
        ))}
        <label title={text("sizes.text")}>
          <input type="checkbox" checked={sizesShown.value} onChange={(event) => chart(SIZES, event.currentTarget.checked)} />
          {text("sizes.title", { series: headline.value?.[1].title ?? "" })}
        </label>
      </div>
    </fieldset>
  );
}

interface ChoiceProps {
  title: string;
  options: [string, string][];
  value: string;
  choose: (value: string) => void;
}

function Choice({ title, ...rest }: ChoiceProps) {
  return (
    <div class={css.quietChoice} role="radiogroup" aria-label={title}>
      <span aria-hidden="true">{title}</span>
      <Radios name={title} {...rest} />
    </div>
  );
}

function Radios({ name, options, value, choose }: Omit<ChoiceProps, "title"> & { name: string }) {
  return (
    <>
      {options.map(([option, words]) => (
        <label key={option} class={option === value ? css.on : ""}>
          <input type="radio" name={name} checked={option === value} onChange={() => choose(option)} />
          {words}
        </label>
      ))}
    </>
  );
}
