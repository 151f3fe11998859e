// A report of a comparison as one file that needs nothing else: no script, nothing from elsewhere. Pure.

import type { Paint } from "../../curves/groups";
import { SHAPES } from "../../curves/shapes";
import { text } from "../../text/text";
import { html, Markup, NOTHING } from "./html";

export interface Named {
  name: string;
  paint: Paint;
}
export interface Row extends Named {
  cells: readonly string[];
  /** One of several seeds, below the row of their mean. */
  member?: boolean;
}
export interface Table {
  title: string;
  heads: readonly string[];
  rows: readonly Row[];
  /** What is to be known of its figures. */
  words?: string;
}
export interface Chart {
  title: string;
  words: string;
  svg: string;
}
export interface Said extends Named {
  words: readonly string[];
}
export interface Answers {
  title: string;
  heads: readonly string[];
  rows: readonly (readonly string[])[];
}
export interface Setup {
  words: string;
  link: string;
}
export interface Script extends Named {
  source: string;
}
export interface Report {
  language: string;
  title: string;
  made: string;
  summary: string;
  style: string;
  /** Settings and circumstances that every run has alike: a title, and what it is. */
  common: readonly (readonly [string, string])[];
  differing: Table;
  results: Table;
  charts: readonly Chart[];
  cards: readonly Said[];
  changes: readonly Said[];
  notes: readonly Said[];
  /** What the page showed of the inside, and what is asked in its other views. */
  inside: Markup;
  answers: readonly Answers[];
  setups: readonly Setup[];
  scripts: readonly Script[];
}

/** Even what slipped through as markup could do nothing: no script runs, and nothing is fetched. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

export function report(about: Report): string {
  return html`<!doctype html>
<html lang="${about.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${about.title}</title>
<style>${new Markup(about.style.replaceAll("</", "<\\/"))}</style>
</head>
<body>
<header>
<h1>${about.title}</h1>
<p class="words">${about.made}</p>
<p class="summary">${about.summary}</p>
</header>
<main>
${parts(about)}</main>
</body>
</html>
`.source;
}

function parts(about: Report): Markup[] {
  return [
    table(about.results),
    section(text("report.curves"), about.charts.map(chart)),
    section(text("explain.title"), about.cards.map(said)),
    section(text("runs.compare.changes"), about.changes.map(said)),
    section(text("report.notes"), about.notes.map(said)),
    about.inside,
    ...about.answers.map(answers),
    table(about.differing),
    section(text(about.results.rows.length === 1 ? "runs.compare.all" : "report.common"), about.common.length > 0 ? [html`<dl>${about.common.map(pair)}</dl>`] : []),
    section(text("report.setup"), about.setups.map(setup)),
    section(text("report.scripts"), about.scripts.length > 0 ? [html`<p class="words">${text("report.scripts.words")}</p>`, ...about.scripts.map(script)] : []),
  ];
}

function section(title: string, inside: readonly Markup[]): Markup {
  return inside.length === 0 ? NOTHING : html`<section>\n<h2>${title}</h2>\n${inside}</section>\n`;
}

function table({ title, heads, rows, words = "" }: Table): Markup {
  if (rows.length === 0 || heads.length === 0) return NOTHING;
  const head = heads.map((one) => html`<th scope="col">${one}</th>`);
  const foot = words === "" ? NOTHING : html`<p class="words">${words}</p>\n`;
  return section(title, [
    html`<div ${scrolled(title)}><table>\n<thead><tr><th scope="col">${text("runs.name")}</th>${head}</tr></thead>\n<tbody>\n${rows.map(row)}</tbody>\n</table></div>\n${foot}`,
  ]);
}

/** What is too wide is moved along by keys too. */
function scrolled(title: string): Markup {
  return html`class="scroll" role="region" tabindex="0" aria-label="${title}"`;
}

function row({ name, paint, cells, member = false }: Row): Markup {
  return html`<tr${member ? new Markup(' class="member"') : ""}><th scope="row">${mark(paint)}${name}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>\n`;
}

function mark({ hue, marker }: Paint): Markup {
  return html`<svg class="mark" viewBox="0 0 12 12" data-hue="${hue}" aria-hidden="true"><path d="${SHAPES[marker]}"/></svg> `;
}

function chart({ title, words, svg }: Chart): Markup {
  return html`<figure class="chart">\n<div ${scrolled(title)}>${new Markup(svg)}</div><figcaption><b>${title}</b> <span class="words">${words}</span></figcaption>\n</figure>\n`;
}

function said({ name, paint, words }: Said): Markup {
  return html`<div class="said"><h3>${mark(paint)}${name}</h3>${words.map((one) => html`<p>${one}</p>`)}</div>\n`;
}

function pair([title, value]: readonly [string, string]): Markup {
  return html`<div><dt>${title}</dt><dd>${value}</dd></div>\n`;
}

function answers({ title, heads, rows }: Answers): Markup {
  const head = heads.map((one) => html`<th scope="col">${one}</th>`);
  const body = rows.map(([first = "", ...rest]) => html`<tr><th scope="row">${first}</th>${rest.map((cell) => html`<td>${cell}</td>`)}</tr>\n`);
  return section(title, [html`<div ${scrolled(title)}><table class="answers">\n<thead><tr>${head}</tr></thead>\n<tbody>\n${body}</tbody>\n</table></div>\n`]);
}

function setup({ words, link }: Setup): Markup {
  return html`<p><a href="${link}">${words}</a></p>\n`;
}

function script({ name, paint, source }: Script): Markup {
  return html`<details><summary>${mark(paint)}${name}</summary><pre tabindex="0"><code>${source}</code></pre></details>\n`;
}
