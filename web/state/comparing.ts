// Two runs side by side: which, and what there is to say of them.

import { computed } from "@preact/signals";
import { reachedAt, testedAt } from "../curves/moment";
import { peakWords, testWords } from "../curves/origin";
import { peakOf } from "../curves/peaks";
import { progress, stateWords } from "../curves/progress";
import type { Subject } from "../curves/subject";
import type { Run, SeriesText } from "../generated/types";
import { type Line, type Part, type SettingLine, settingLines } from "../setup/compare";
import { allControls, specOf } from "../setup/spec";
import { duration, measured, plain, whole } from "../text/numbers";
import { text } from "../text/text";
import { flagWords } from "./charted";
import { headline, measuredSeries, nameOf, runs, state, subjectOf } from "./store";

export type Pair = readonly [Subject, Subject];

/** Their lines must be told apart: runs that differ only in their seed have one colour everywhere else. */
export const pair = computed<Pair | null>(() => {
  state.grown.value;
  const [one, other] = (state.compared.value ?? []).map((id) => runs.value.find((run) => run.id === id)).map((run) => run && { ...subjectOf(run), old: false });
  if (!one || !other) return null;
  const alike = one.paint.hue === other.paint.hue;
  const hue = alike ? (one.paint.hue === "grey" ? "blue" : "grey") : other.paint.hue;
  return [
    { ...one, paint: { ...one.paint, group: one.run.id } },
    { ...other, paint: { ...other.paint, hue, group: other.run.id } },
  ];
});

/** The headline, and the loss. */
export const comparedSeries = computed(() => {
  const found = new Map<string, SeriesText>(headline.value ? [headline.value] : []);
  const loss = measuredSeries.value.loss;
  if (loss) found.set("loss", loss);
  return [...found];
});

export function settingsOf([one, other]: Pair): SettingLine[] {
  const catalogue = state.catalogue.value;
  const lines = settingLines(one.run, other.run, (run) => (catalogue === null ? [] : allControls(catalogue, specOf(run))));
  const networks = line(text("form.architecture"), [one, other], ({ run }) => networkTitle(run));
  const begins = line(text("runs.compare.begins"), [one, other], ({ run }) => beginning(run));
  return [...[networks, begins].map((both) => ({ ...both, differs: both.one !== both.other })), ...lines];
}

export function networkTitle(run: Run): string {
  const { name } = specOf(run).architecture;
  return state.catalogue.value?.architectures.find((entry) => entry.name === name)?.title ?? name;
}

export function beginning({ parent, steps_per_epoch: each }: Run): string {
  if (parent === null) return text("runs.compare.anew");
  if (parent.file) return text("runs.compare.file", { file: parent.file });
  const epoch = parent.epoch ?? parent.step / Math.max(1, each);
  return text("runs.compare.from", { epoch: plain(Number(epoch.toFixed(1))), name: nameOf(parent.run) });
}

/** What was changed while they trained, and what came of it all. */
export function partsOf(both: Pair): Part[] {
  const most = Math.max(...both.map(({ history }) => history?.changes.length ?? 0));
  const changes = Array.from({ length: most }, (_, place) => line("", both, (subject) => change(subject, place)));
  return [
    { title: text("runs.compare.differ"), lines: settingsOf(both).filter(({ differs }) => differs) },
    { title: text("runs.compare.changes"), lines: changes },
    { title: text("runs.compare.results"), lines: results(both) },
  ];
}

function change({ history }: Subject, place: number): string {
  const found = history?.changes[place];
  if (found === undefined) return "";
  return text("runs.compare.change", { epoch: plain(Number(found.epoch.toFixed(1))), change: flagWords(found.setting, found.after) });
}

function results(both: Pair): Line[] {
  const measures = comparedSeries.value.flatMap(([name, series]) => {
    const { title } = series;
    const test = line(text("runs.compare.test", { title }), both, ({ run }) => testedAt(run, measured(series, run.test[name]), name));
    const best = line(text("runs.compare.best", { title }), both, (subject) => peak(subject, name, series));
    return [
      { ...best, from: each(both, (subject) => peakFrom(subject, name, series)) },
      { ...test, from: each(both, ({ run, name: own }) => (run.test[name] === undefined ? "" : testWords(own, run, series, run.test[name]))) },
    ];
  });
  return [
    line(text("runs.state"), both, ({ run, history }) => stateWords(run, progress(run, history))),
    ...measures,
    line(text("runs.compare.epochs"), both, ({ run, history }) => plain(Number(progress(run, history).epoch.toFixed(2)))),
    line(text("runs.time"), both, ({ run, history }) => duration(progress(run, history).seconds)),
    line(text("runs.parameters"), both, ({ run }) => (run.parameters > 0 ? whole(run.parameters) : "–")),
  ];
}

function peak({ run, history }: Subject, name: string, series: SeriesText): string {
  const found = peakOf(run, history, name, series);
  if (found === null) return "–";
  return reachedAt(run, measured(series, found.value), found.epoch);
}

function peakFrom({ run, history, name: own }: Subject, name: string, series: SeriesText): string {
  const found = peakOf(run, history, name, series);
  return found === null ? "" : peakWords(own, run, series, found);
}

function each([one, other]: Pair, words: (subject: Subject) => string): [string, string] {
  return [words(one), words(other)];
}

function line(title: string, [one, other]: Pair, words: (subject: Subject) => string): Line {
  return { title, one: words(one), other: words(other) };
}
