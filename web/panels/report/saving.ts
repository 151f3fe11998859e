// Makes a report and gives it to the browser to keep: fetched when it is asked for.

import "../../text/reporting";
import { download } from "../../browser/downloading";
import type { Subject } from "../../curves/subject";
import { http } from "../../http/http";
import { state } from "../../state/store";
import { allRows } from "../../state/whole";
import { text } from "../../text/text";
import { reported } from "./chosen";
import { content } from "./content";
import { inside } from "./inside";
import { report, type Script } from "./report";

export async function save(): Promise<void> {
  await allRows();
  const subjects = reported.value;
  const seen = await inside();
  const scripts = await scriptsOf(subjects);
  const now = new Date();
  const about = content(subjects, seen, scripts, { now, page: location.origin + location.pathname });
  download(new Blob([report(about)], { type: "text/html" }), `${state.spec.value.task.name}-${day(now)}.html`);
}

/** By the clock of who saves it. */
function day(now: Date): string {
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

/** One after the other: the server writes each anew. Why there is none is said in its place. */
async function scriptsOf(subjects: readonly Subject[]): Promise<Script[]> {
  const found: Script[] = [];
  for (const { run, name, paint } of subjects) {
    const source = await http.script(run.id).catch((error: unknown) => text("report.scripts.none", { reason: error instanceof Error ? error.message : "" }));
    found.push({ name, paint, source });
  }
  return found;
}
