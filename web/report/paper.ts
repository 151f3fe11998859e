// What a printed page begins with: when it was printed, what came of it, the charts as drawings with letters that can be read,
// and the settings that they came from.

import type { Subject } from "../curves/drawing";
import { summary } from "../curves/summary";
import { guess, headline, subjects } from "../state/here";
import { ownLevel } from "../state/racing";
import { dated } from "../text/numbers";
import "../text/reporting";
import { text } from "../text/text";
import { charts, heading } from "./content";
import { common, differing, facts, results } from "./facts";
import { html, Markup } from "./html";
import type { Table } from "./report";

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

function table({ title, heads, rows }: Table, least: number): Markup | string {
  if (rows.length < least || heads.length === 0) return "";
  const cells = (all: readonly string[]) => all.map((one) => html`<td>${one}</td>`);
  return html`<h2>${title}</h2>
<table><thead><tr><td></td>${heads.map((one) => html`<th scope="col">${one}</th>`)}</tr></thead>
<tbody>${rows.map((one) => html`<tr><th scope="row">${one.name}</th>${cells(one.cells)}</tr>`)}</tbody></table>`;
}
