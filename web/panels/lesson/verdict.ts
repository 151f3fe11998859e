// A judgement in plain words, with the measured numbers.

import "../../text/lessons";
import type { Predict, SeriesText } from "../../generated/types";
import { NONE } from "../../state/teaching";
import { measured, plain } from "../../text/numbers";
import { listed, text } from "../../text/text";
import type { Judgement, Standing } from "./judging";

export interface Verdict {
  /** null while it is open. */
  right: boolean | null;
  words: string;
}

export function verdict(predict: Predict, series: SeriesText, choice: string, judgement: Judgement): Verdict {
  const { decided, winners, standings } = judgement;
  if (!decided) {
    const open = predict.by === "first" ? text("predict.open.first", { value: measured(series, predict.value) }) : text("predict.open.best");
    return { right: null, words: open };
  }
  const right = winners.length > 0 ? winners.includes(choice) : choice === NONE;
  return { right, words: predict.by === "first" ? firstWords(predict, series, winners, standings) : bestWords(series, winners, standings) };
}

function firstWords({ value }: Predict, series: SeriesText, winners: readonly string[], standings: readonly Standing[]): string {
  const reached = measured(series, value);
  const top = standings[0];
  if (winners.length === 0 || top === undefined) {
    const closest = [...standings].sort((one, other) => closeness(series, other) - closeness(series, one))[0];
    return joined(text("predict.nobody", { value: reached, name: closest?.name ?? "", best: measured(series, closest?.best) }), []);
  }
  const values = { value: reached, epoch: epoch(top.value) };
  const led = together(winners, standings);
  const start = winners.length > 1 ? text("predict.first.together", { names: led, ...values }) : text("predict.first", { name: led, ...values });
  return joined(start, rest(winners, standings).map((one) => behind(one)));
}

function behind({ name, value, over }: Standing): string {
  if (value !== null) return text("predict.rest.first", { name, epoch: epoch(value) });
  return text(over ? "predict.rest.not" : "predict.rest.not.yet", { name });
}

function bestWords(series: SeriesText, winners: readonly string[], standings: readonly Standing[]): string {
  const values = { value: measured(series, standings[0]?.value) };
  const led = together(winners, standings);
  const start = winners.length > 1 ? text("predict.best.together", { names: led, ...values }) : text("predict.best", { name: led, ...values });
  return joined(start, rest(winners, standings).map(({ name, value }) => text("predict.rest.best", { name, value: measured(series, value ?? undefined) })));
}

function together(winners: readonly string[], standings: readonly Standing[]): string {
  return listed(standings.filter(({ key }) => winners.includes(key)).map(({ name }) => name));
}

function rest(winners: readonly string[], standings: readonly Standing[]): Standing[] {
  return standings.filter(({ key }) => !winners.includes(key));
}

function joined(start: string, parts: readonly string[]): string {
  const words = [start, ...parts].join(text("predict.and"));
  return text("predict.whole", { words: words.charAt(0).toUpperCase() + words.slice(1) });
}

function closeness({ better }: SeriesText, { best }: Standing): number {
  return best === null ? Number.NEGATIVE_INFINITY : better === "higher" ? best : -best;
}

function epoch(value: number | null): string {
  return plain(Number((value ?? 0).toFixed(1)));
}
