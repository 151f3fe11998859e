// A chart in its place on the page: redrawn once a frame however much came, and moved by hands and keys.

import { effect } from "@preact/signals";
import { joints } from "../../curves/attempts";
import { along, places } from "../../curves/axes";
import { type Baseline, optimum } from "../../curves/baselines";
import { type Drawing, draw, type Lens } from "../../curves/drawing";
import { epochLines } from "../../curves/epochs";
import { best } from "../../curves/history";
import { drawLayers } from "../../curves/layers";
import { levelWords } from "../../curves/race";
import type { Subject } from "../../curves/subject";
import type { SeriesText } from "../../generated/types";
import { flagWords, layered, layeredRun, lookAt, lookCloser, pan, shownWindow, wholeAxis, zoom } from "../../state/charted";
import { ground } from "../../state/ground";
import { raceLevel, setLevel } from "../../state/racing";
import { everySeries, guess, headline, lookedInto, state, subjectOf, subjects } from "../../state/store";
import { hover } from "../../state/table";
import { marked, measured, plain } from "../../text/numbers";
import { row, text } from "../../text/text";
import { type Best, Bests } from "./bests";
import { Chart } from "./chart";
import { readColours } from "./colours";
import { attachGestures } from "./gestures";
import { Joints, type Placed } from "./joints";
import { attachKeys } from "./keys";
import { type Level, LevelLine } from "./level";
import type { Settings } from "./shown";
import { turns } from "./turns";

/** Where the crosshair is: a row of the grid, and pixels of the host; `spoken` where a key moved it there. */
export type Crossed = { row: number; left: number; spoken: boolean } | null;

/** What guessing gets, and of which runs where they are not all scored on the same examples. */
export function guessWords(series: SeriesText, { value, names, best }: Baseline): string {
  if (best) return text("charts.optimum", { value: measured(series, value) });
  const words = text("charts.guessing", { guess: guess.value, value: measured(series, value) });
  const named = [...names.slice(0, MOST_NAMED), ...(names.length > MOST_NAMED ? ["…"] : [])];
  return named.length > 0 ? text("charts.guessing.of", { words, names: row(named) }) : words;
}

const MOST_NAMED = 2;

/** Two points for each pixel are as many as a screen can show. */
export function drawing(name: string, width: number, some: readonly Subject[] = subjects.value): Drawing {
  const lens: Lens = {
    axis: state.axis.value,
    columns: Math.max(100, Math.round(width)),
    window: shownWindow.value,
    smoothing: state.smoothing.value,
    band: state.band.value,
    looked: new Set([state.hovered.value, ...state.chosen.value].filter((id) => id !== null)),
    ghosts: state.ghosts.value,
    flagWords,
  };
  if (layered(name)) return drawLayers(layeredRun.value, name, lens);
  const drawn = draw(some, name, lens);
  return { ...drawn, baselines: [...drawn.baselines, ...optimum(everySeries.value[name]?.optimum ?? null)] };
}

export function settings(host: HTMLElement, series: SeriesText): Settings {
  return {
    axis: state.axis.value,
    axisTitle: text(`axis.${state.axis.value}`),
    logarithmic: state.logarithmic.value && series.range === null,
    range: series.range,
    closer: state.window.value !== null,
    format: (value) => marked(series, value),
    baselineWords: (baseline) => guessWords(series, baseline),
    colours: readColours(host),
  };
}

export function attach(
  host: HTMLDivElement,
  name: string,
  series: SeriesText,
  latest: { current: Drawing | null },
  cross: (crossed: Crossed) => void,
): () => void {
  let keyed = false;
  const chart = new Chart(host, {
    // The crosshair runs through all charts; the figures stand at the one that is pointed at.
    crossed: (row, left) => {
      const here = row !== null && left >= 0 && (keyed || host.matches(":hover"));
      cross(here ? { row, left: left + (chart.area?.left ?? 0), spoken: keyed } : null);
    },
    hovered: hover,
    painted: () => {
      bests.update(name === headline.peek()?.[0] ? found(chart, name, series) : []);
      seams.update(layered(name) ? [] : placed(chart, name));
      level.update(name === headline.peek()?.[0] ? levelOn(chart, series) : null);
    },
  });
  const seams = new Joints(host);
  const level = new LevelLine(host, {
    valueAt: (top) => chart.valueAt(top),
    // Keys come faster than frames.
    shift: (presses) => setLevel((raceLevel.peek() ?? 0) + (presses * ((chart.valueAt(0) ?? 0) - (chart.valueAt(host.clientHeight) ?? 0))) / 100),
    move: setLevel,
  });
  const bests = new Bests(host, ({ run, epoch }) => lookAt(run, epoch));
  const paint = () => {
    const shown = drawing(name, chart.area?.width ?? host.clientWidth);
    latest.current = shown;
    chart.update({ drawing: shown, settings: settings(host, series), highlighted: state.hovered.value, ...marks(host) });
  };
  const turn = turns(paint, () => host.matches(":hover, :focus"));
  const sight = { area: () => chart.area, window: () => shownWindow.peek(), whole: () => wholeAxis.peek(), look: lookCloser, zoom, pan };
  // Between this moment and the paper no frame is drawn.
  addEventListener("beforeprint", paint);
  const letGo = [
    () => removeEventListener("beforeprint", paint),
    heed(host, turn.ask, () => chart.resize()),
    attachGestures(host, sight),
    attachKeys(host, sight, latest, (row) => {
      keyed = row !== null;
      chart.cross(row);
    }),
  ];
  return () => {
    turn.letGo();
    for (const end of letGo) end();
    bests.destroy();
    level.destroy();
    seams.destroy();
    chart.destroy();
  };
}

function marks(host: HTMLElement): { epochs: number[]; looked: number | null } {
  const axis = state.axis.value;
  const epochs = epochLines(subjects.value, axis, shownWindow.value, host.clientWidth, state.hovered.value);
  const back = state.lookBack.value;
  const run = lookedInto.value.find(({ id }) => state.histories.has(id));
  const history = run && state.histories.get(run.id);
  if (back === null || run === undefined || history === undefined) return { epochs, looked: null };
  return { epochs, looked: axis === "epoch" ? back : along(run, history, back * run.steps_per_epoch, axis) };
}

/** Where the attempts of the runs begin, as far as it is seen. */
function placed(chart: Chart, name: string): Placed[] {
  return subjects.value.flatMap((subject) =>
    joints(subject, name, state.axis.value).flatMap((joint) => {
      const place = chart.locate(joint.x, joint.y);
      return place ? [{ ...joint, ...place }] : [];
    }),
  );
}

/** The best epochs of the runs that are looked into, and of the one that is pointed at. */
function found(chart: Chart, name: string, series: SeriesText): Best[] {
  const ids = new Set(subjects.value.map(({ run }) => run.id));
  const wanted = lookedInto.value.filter(({ id }) => ids.has(id)).map(subjectOf);
  const pointed = subjects.value.find(({ run }) => run.id === state.hovered.value);
  if (pointed && !wanted.some(({ run }) => run.id === pointed.run.id)) wanted.push(pointed);
  return wanted.flatMap(({ run, history, paint, name: words }) => {
    const peak = best(history, `validation/${name}`, series.better);
    const at = history && places(run, history, "epoch", state.axis.value);
    const row = history?.clocks.epoch.named.get("epoch")?.indexOf(peak?.epoch ?? -1) ?? -1;
    const place = peak && at && row >= 0 ? chart.locate((at.xs[row] ?? 0) * at.factor, peak.value) : null;
    if (peak === null || place === null || peak.epoch <= 0) return [];
    const values = { run: words, value: measured(series, peak.value), epoch: plain(Number(peak.epoch.toFixed(1))) };
    return [{ run: run.id, hue: paint.hue, epoch: peak.epoch, words: text("charts.best", values), chosen: state.lookBack.value === peak.epoch, ...place }];
  });
}

/** The level that the newest race is to, if it is within what is shown. */
function levelOn(chart: Chart, series: SeriesText): Level | null {
  const value = raceLevel.peek();
  const { area } = chart;
  const place = value === null ? null : chart.locate(shownWindow.peek().from, value);
  if (value === null || area === null || place === null) return null;
  const words = text("race.level.words", { series: series.title, level: levelWords(series, value) });
  return { value, top: place.top, left: area.left, width: area.width, words, name: text("race.level") };
}

/** Calls `later` whenever anything changes that a chart shows. */
function heed(host: HTMLElement, later: () => void, resize: () => void): () => void {
  const forget = effect(() => {
    subjects.value;
    shownWindow.value;
    lookedInto.value;
    layeredRun.value;
    raceLevel.value;
    for (const changing of [state.axis, state.logarithmic, state.smoothing, state.band, state.hovered, state.ghosts, ground, state.large, state.lookBack]) changing.value;
    later();
  });
  const watching = new ResizeObserver(() => {
    resize();
    later();
  });
  watching.observe(host);
  void document.fonts.ready.then(later);
  return () => {
    forget();
    watching.disconnect();
  };
}
