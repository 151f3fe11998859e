// What a report says of its runs in tables: what they have in common, what differs, what came of each.

import { standingBest, standingTest, type Together } from "../../curves/gathered";
import { fromWords, peakStep } from "../../curves/origin";
import { reachedAt, testedAt } from "../../curves/moment";
import { peakOf } from "../../curves/peaks";
import { deviceWords } from "../../curves/place";
import { progress, stateWords } from "../../curves/progress";
import { aboutAll } from "../../curves/reading";
import { grouped, type Subject } from "../../curves/subject";
import type { SeriesText } from "../../generated/types";
import { settingRows, type SettingRow } from "../../setup/compare";
import { allControls, type Spec, specOf } from "../../setup/spec";
import { beginning, networkTitle } from "../../state/comparing";
import { everySeries, headline, state } from "../../state/store";
import { measured, plain, whole } from "../../text/numbers";
import { sentences, text } from "../../text/text";
import { spreadWords } from "../charts/Table";
import type { Row, Table } from "./report";

/** Settings first, then on what it was trained. */
export function facts(subjects: readonly Subject[]): SettingRow[] {
  const catalogue = state.catalogue.value;
  const of = (title: string, value: (subject: Subject) => string) => ({ title, values: subjects.map(value) });
  const runs = subjects.map(({ run }) => run);
  return [
    of(text("form.task"), ({ run }) => taskTitle(specOf(run))),
    of(text("form.architecture"), ({ run }) => networkTitle(run)),
    of(text("runs.compare.begins"), ({ run }) => beginning(run)),
    ...settingRows(runs, (run) => (catalogue === null ? [] : allControls(catalogue, specOf(run)))),
    of(text("report.device"), ({ run }) => each(run.attempts.map(({ device }) => deviceWords(device)))),
    of(text("report.threads"), ({ run }) => each(run.attempts.map(({ threads }) => (threads > 0 ? whole(threads) : "")))),
    of(text("report.versions"), ({ history }) => each(Object.entries(history?.versions ?? {}).map((one) => one.join(" ")))),
  ];
}

function taskTitle({ task }: Spec): string {
  return state.catalogue.value?.tasks.find(({ name }) => name === task.name)?.title ?? task.name;
}

/** A run that was continued may have been trained on more than one. */
function each(values: readonly string[]): string {
  return [...new Set(values.filter((value) => value !== ""))].join(", ") || "–";
}

export function common(found: readonly SettingRow[]): [string, string][] {
  return found.filter(alike).map(({ title, values }) => [title, values[0] ?? "–"]);
}

export function differing(subjects: readonly Subject[], found: readonly SettingRow[]): Table {
  const columns = found.filter((one) => !alike(one));
  return {
    title: text("runs.compare.differ"),
    heads: columns.map(({ title }) => title),
    rows: subjects.map(({ name, paint }, place) => ({ name, paint, cells: columns.map(({ values }) => values[place] ?? "–") })),
  };
}

function alike({ values }: SettingRow): boolean {
  return new Set(values).size <= 1;
}

/** A column of figures: a value for each run, how it is written, and how several seeds are. */
interface Column {
  title: string;
  one: (subject: Subject) => string;
  several: (members: readonly Subject[]) => string;
}

export function results(subjects: readonly Subject[]): Table {
  const columns = columnsOf(subjects);
  const rows = grouped(subjects).flatMap((members) => {
    const runs: Row[] = members.map((subject) => ({
      name: subject.name,
      paint: subject.paint,
      cells: columns.map(({ one }) => one(subject)),
      member: members.length > 1,
    }));
    const [first] = members as [Subject];
    const name = text("summary.mean", { name: first.groupName, count: members.length });
    return members.length > 1 ? [{ name, paint: first.paint, cells: columns.map(({ several }) => several(members)) }, ...runs] : runs;
  });
  const words = sentences([text("report.from"), ...(rows.length > subjects.length ? [text("report.band", { band: text(`band.${band()}`) })] : [])]);
  return { title: text("runs.compare.results"), heads: columns.map(({ title }) => title), rows, words };
}

function band() {
  return state.band.value === "off" ? "range" : state.band.value;
}

function columnsOf(subjects: readonly Subject[]): Column[] {
  const count = (title: string, of: (subject: Subject) => number): Column => {
    const one = (subject: Subject) => (of(subject) > 0 ? whole(of(subject)) : "–");
    return { title, one, several: ([first]) => (first ? one(first) : "–") };
  };
  const spent = (subject: Subject) => progress(subject.run, subject.history).seconds;
  const tests = Object.entries(everySeries.value).filter(([name]) => subjects.some(({ run }) => run.test[name] !== undefined));
  const [name, series] = headline.value ?? ["", null];
  return [
    { title: text("runs.state"), one: ({ run, history }) => stateWords(run, progress(run, history)), several: () => "" },
    ...(series ? [peaks(name, series)] : []),
    ...tests.map(([name, series]) => tested(name, series)),
    count(text("runs.parameters"), ({ run }) => run.parameters),
    count(text("report.multiply_adds"), ({ run }) => run.multiply_adds),
    { title: text("report.seconds"), one: (subject) => seconds(spent(subject)), several: (members) => seconds(members.reduce((sum, one) => sum + spent(one), 0) / members.length) },
  ];
}

function seconds(value: number): string {
  return plain(Number(value.toPrecision(4)));
}

function peaks(name: string, series: SeriesText): Column {
  const one = ({ run, history }: Subject) => {
    const peak = peakOf(run, history, name, series);
    return peak === null ? "–" : `${reachedAt(run, measured(series, peak.value), peak.epoch)}\n${text("origin.step", { step: whole(peakStep(run, peak)) })}`;
  };
  const several = (members: readonly Subject[]) => spread(series, standingBest(members, name, series));
  return { title: text("runs.compare.best", { title: series.title }), one, several };
}

function tested(name: string, series: SeriesText): Column {
  const several = (members: readonly Subject[]) => spread(series, standingTest(members, name));
  return { title: text("runs.compare.test", { title: series.title }), one: ({ run }) => testedAt(run, measured(series, run.test[name]), name), several };
}

function spread(series: SeriesText, found: Together | null): string {
  const about = found && aboutAll(found.values, band());
  if (found === null || about === null) return "–";
  const of = found.values.length < found.all ? [text("seeds.of", { count: found.values.length, all: found.all })] : [];
  const words = [measured(series, about.mean), ...of, spreadWords(series, about, band()), ...fromWords(found.from)];
  return words.map((one) => one.replaceAll(" ", "\u00a0")).join("\n");
}
