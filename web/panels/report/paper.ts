// What a printed page begins with: when it was printed, what came of it, the charts as drawings with letters that can be read,
// and the settings that they came from.

import "../../text/reporting";
import type { Subject } from "../../curves/subject";
import { summary } from "../../curves/summary";
import { ownLevel } from "../../state/racing";
import { guess, headline, subjects } from "../../state/store";
import { dated } from "../../text/numbers";
import { text } from "../../text/text";
import { charts, heading } from "./content";
import { common, differing, facts, results } from "./facts";
import { html, Markup } from "./html";
import type { Row, Table } from "./report";

/** As markup; nothing where nothing was trained. */
export function paper(now: Date, some: readonly Subject[] = subjects.value): string {
  const [name, series] = headline.value ?? ["", null];
  if (some.length === 0 || series === null) return "";
  const found = facts(some);
  return html`<h1>${heading(some)}</h1>
<p class="words">${text("print.made", { date: dated(now) })}</p>
<p class="summary">${summary(some, name, series, guess.value, ownLevel.value)}</p>
${charts(some).map(({ svg }) => html`<figure>${new Markup(svg)}</figure>`)}
${table(results(some), 1)}
${table(differing(some, found), 2)}
<h2>${text("print.settings")}</h2>
<dl>${common(found).map(([title, value]) => html`<div><dt>${title}</dt><dd>${value}</dd></div>`)}</dl>`.source;
}

export function table({ title, heads, rows, words = "" }: Table, least: number): Markup | string {
  if (rows.length < least || heads.length === 0) return "";
  const pieces = Array.from({ length: Math.ceil(heads.length / MOST_COLUMNS) }, (_, piece) => piece * MOST_COLUMNS);
  return html`<h2>${title}</h2>${pieces.map((from) => columns(heads, rows, from))}${words === "" ? "" : html`<p class="words">${words}</p>`}`;
}

/** More columns than these do not fit on a sheet beside one another: the rest comes below. */
const MOST_COLUMNS = 8;

function columns(heads: readonly string[], rows: readonly Row[], from: number): Markup {
  const some = (all: readonly string[]) => all.slice(from, from + MOST_COLUMNS);
  return html`<table><thead><tr><td></td>${some(heads).map((one) => html`<th scope="col">${one}</th>`)}</tr></thead>
<tbody>${rows.map(({ name, cells }) => html`<tr><th scope="row">${name}</th>${some(cells).map((one) => html`<td>${one}</td>`)}</tr>`)}</tbody></table>`;
}
