// Answers to the present question that the page does not show just now: those of other views, by epoch.

import { inBatches, moment } from "../../curves/moment";
import type { ViewAnswer, Run, View } from "../../generated/types";
import { markOf, oneEach, rows } from "../../state/looks";
import { wish } from "../../state/present";
import { nameOf, state } from "../../state/store";
import { percent } from "../../text/numbers";
import { text } from "../../text/text";
import type { Answers } from "./report";

export function answers(): Answers[] {
  const { view: open, back, runs } = wish.value;
  const question = state.questions.value[state.spec.value.task.name] ?? state.task.value?.question?.example ?? "";
  const views = (state.catalogue.value?.views ?? []).filter(({ asks, name }) => asks && (name !== open?.name || back !== null));
  return views.flatMap((view) =>
    runs.flatMap((run) => {
      const found = oneEach(rows(state.looked.value, run.id, view.name, question), inBatches(run)).flatMap((looked) => row(run, looked));
      return found.length === 0 ? [] : [{ title: titled(view, run), heads: heads(), rows: found }];
    }),
  );
}

function titled(view: View, run: Run): string {
  return text("report.title", { title: view.title, words: text("inside.history.of", { name: nameOf(run.id) }) });
}

function heads(): string[] {
  return [text("report.when"), text("inside.given"), text("inside.answer"), text("inside.verdict"), text("inside.expected"), text("report.sure")];
}

function row(run: Run, looked: ViewAnswer): string[][] {
  const mark = markOf(looked);
  if (mark === undefined) return [];
  const verdict = mark.right === null ? "" : `${mark.right ? "✓" : "✗"} ${text(mark.right ? "inside.right" : "inside.wrong")}`;
  return [[moment(run, looked.epoch), mark.given, mark.answer, verdict, mark.expected, mark.sure === null ? "" : percent(mark.sure)]];
}
