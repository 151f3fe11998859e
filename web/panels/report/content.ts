// All that a report says, from what the page knows; what has to be fetched or copied from the screen is given.

import { SIZE } from "../../curves/figure";
import { holding } from "../../curves/notices";
import type { Subject } from "../../curves/subject";
import { summary } from "../../curves/summary";
import { svg } from "../../curves/svg";
import { charted, flagWords, sizesShown } from "../../state/charted";
import { beginning } from "../../state/comparing";
import { ownLevel } from "../../state/racing";
import { guess, headline, measuredSeries, nameOf, state } from "../../state/store";
import { TAGS } from "../../text/languages";
import { dated, plain } from "../../text/numbers";
import { worded } from "../../text/sentences";
import { counted, language, row, sentences, text } from "../../text/text";
import { figure } from "../charts/saving";
import { sizesFigure, sizesSvg } from "../charts/sizesaving";
import { inWords } from "../charts/Table";
import { cards } from "../explain/rules";
import { answers } from "./answers";
import { common, differing, facts, results } from "./facts";
import type { Markup } from "./html";
import type { Chart, Report, Said, Script, Setup } from "./report";
import { links } from "./setups";
import { style } from "./style";

/** More names than these are counted. */
const MOST_NAMED = 4;

export function content(subjects: readonly Subject[], inside: Markup, scripts: readonly Script[], at: { now: Date; page: string }): Report {
  const found = facts(subjects);
  const [name, series] = headline.value ?? ["", null];
  return {
    language: TAGS[language.value] ?? language.value,
    title: heading(subjects),
    made: text("report.made", { date: dated(at.now), version: state.catalogue.value?.version ?? "" }),
    summary: series ? summary(subjects, name, series, guess.value, ownLevel.value) : "",
    style,
    common: common(found),
    differing: differing(subjects, found),
    results: results(subjects),
    charts: charts(subjects),
    cards: explained(subjects),
    changes: changes(subjects),
    notes: notes(subjects),
    inside,
    answers: answers(),
    setups: setups(subjects, at.page),
    scripts,
  };
}

export function heading(subjects: readonly Subject[]): string {
  const task = state.task.value?.title ?? "";
  const names = [...new Set(subjects.map(({ groupName }) => groupName))];
  return text("report.title", { title: task, words: names.length > MOST_NAMED ? counted("report.runs", subjects.length) : row(names) });
}


export function charts(subjects: readonly Subject[]): Chart[] {
  return [...curves(subjects), ...bySize(subjects)];
}

function bySize(subjects: readonly Subject[]): Chart[] {
  const [name, series] = headline.value ?? [];
  const found = sizesShown.value && name !== undefined && series ? sizesFigure(name, series, subjects) : null;
  return found && series ? [{ title: text("sizes.title", { series: series.title }), words: text("sizes.text"), svg: sizesSvg(found) }] : [];
}

function curves(subjects: readonly Subject[]): Chart[] {
  return charted.value.map(([name, series], place) => {
    const drawn = figure({ title: series.title, name, series }, SIZE.width, subjects);
    return { title: series.title, words: series.text, svg: svg(drawn, inWords(series.title, name, series, subjects), `chart-${place}`) };
  });
}

function explained(subjects: readonly Subject[]): Said[] {
  const name = headline.value?.[0] ?? "";
  return cards(subjects.map((subject) => ({ subject, headline: name, series: measuredSeries.value }))).flatMap((card) => {
    const of = subjects.find(({ run }) => run.id === card.run);
    return of ? [{ name: of.name, paint: of.paint, words: [text(card.words, { ...card.values, guess: guess.value })] }] : [];
  });
}

/** What a fork does otherwise from its beginning, and what was changed on the way. */
function changes(subjects: readonly Subject[]): Said[] {
  return each(subjects, ({ run, history }) => {
    const different = run.parent === null ? [] : Object.entries(run.varied).map(([setting, value]) => flagWords(setting, value));
    const forked = run.parent === null ? [] : [row([beginning(run), ...different])];
    const changed = (history?.changes ?? []).map(({ setting, after, epoch }) =>
      text("runs.compare.change", { epoch: plain(Number(epoch.toFixed(1))), change: flagWords(setting, after) }),
    );
    return [...forked, ...changed];
  });
}

function notes(subjects: readonly Subject[]): Said[] {
  return each(subjects, ({ run, history }) => {
    const notices = holding(run, history?.notices ?? []);
    return [run.note, ...notices.map((notice) => sentences([worded(notice.text), worded(notice.attempt_this)]))].filter((words) => words !== "");
  });
}

function each(subjects: readonly Subject[], words: (subject: Subject) => string[]): Said[] {
  return subjects.map((subject) => ({ name: subject.name, paint: subject.paint, words: words(subject) })).filter((one) => one.words.length > 0);
}

function setups(subjects: readonly Subject[], page: string): Setup[] {
  const catalogue = state.catalogue.value;
  if (catalogue === null) return [];
  return links(catalogue, subjects.map(({ run }) => run)).map(({ link, runs }) => ({
    link: page + link,
    words: text(runs.some(({ parent }) => parent !== null) ? "report.open.anew" : "report.open", {
      names: runs.length > MOST_NAMED ? counted("report.runs", runs.length) : row(runs.map(({ id }) => nameOf(id))),
    }),
  }));
}
