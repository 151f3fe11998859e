// Rules that read a run's curves and say why they are as they are. Each gives one card, or nothing; numbers are measured.

import { inBatches, moment } from "../../curves/moment";
import type { SeriesText } from "../../generated/types";
import type { Control, Role, Setting } from "../../setup/controls";
import { measured } from "../../text/numbers";
import type { TextKey } from "../../text/text";
import { at, best, type Facts, gain, last, type Mark, marks, span } from "./reading";

export interface Card {
  /** The rule that speaks, which is also the key of its words. */
  rule: string;
  run: string;
  words: TextKey;
  values: Record<string, string | number>;
  /** Controls worth a try, the first that there is; with a value where one would do. */
  attempt: Attempt[];
  /** A setting that the words speak of. */
  setting?: string;
}

/** A control, by what it is called or by what it does for learning; of those that do, the first that there is. */
export type Attempt = { pointer: string; role?: undefined; value?: Setting } | { role: Role; pointer?: undefined; value?: undefined };

export function isMeant(control: Pick<Control, "pointer" | "role">, { pointer, role }: Attempt): boolean {
  return role === undefined ? control.pointer === pointer : control.role === role;
}

type Rule = (facts: Facts) => Card | null;

/** Fewer rows than these say nothing. */
const FEWEST = 4;

const RATE = "/training/learning_rate";

function card(facts: Facts, rule: string, values: Card["values"], attempt: Card["attempt"]): Card {
  const { subject } = facts;
  return { rule, run: subject.run.id, words: `explain.${rule}` as TextKey, values: { run: subject.name, ...values }, attempt };
}

function rate({ subject }: Facts): number {
  return Number((subject.run.spec.training as { learning_rate?: number } | undefined)?.learning_rate ?? 0);
}

/** Scored once an epoch or oftener, and said in whole ones. */
function when({ subject: { run } }: Facts, { epoch }: Mark): string {
  return moment(run, inBatches(run) ? epoch : Math.round(epoch));
}

function validated(facts: Facts, series = facts.headline): Mark[] {
  return marks(facts.subject, `validation/${series}`);
}

/** The run ended because its loss was no number any more. */
const diverged: Rule = (facts) => {
  const notice = facts.subject.run.notices.find(({ code }) => code === "diverged");
  if (notice === undefined) return null;
  const value = Number((rate(facts) / 3).toPrecision(2));
  return card(facts, "diverged", { step: notice.step, rate: rate(facts) }, [{ pointer: RATE, value }, { pointer: "/training/clip" }]);
};

/** A loss that rose at once, on what it trains on too, and has not come back: too large a step, and no plateau. */
const jump: Rule = (facts) => {
  const series = facts.series.loss;
  const held = validated(facts, "loss");
  const place = jumpAt(held);
  const [before, after] = [held[place - 1], held[place]];
  if (series === undefined || before === undefined || after === undefined) return null;
  const learnt = marks(facts.subject, "train/loss");
  const [then, now] = [at(learnt, before.epoch), learnt.find(({ epoch }) => epoch >= after.epoch)];
  if (then !== undefined && now !== undefined && then !== now && now.value <= then.value) return null; // what it learns it learns by heart
  const values = { before: measured(series, before.value), after: measured(series, after.value), at: when(facts, after), rate: rate(facts) };
  const smaller = Number((rate(facts) / 3).toPrecision(2));
  return card(facts, "jump", values, [{ pointer: RATE, value: smaller }, { pointer: "/training/clip" }]);
};

/** The latest row at which it rose by half of its lowest so far and by a quarter of all that was gained; -1 for none. */
function jumpAt(found: readonly Mark[]): number {
  const [first, now] = [found[0], last(found)];
  if (first === undefined || now === undefined) return -1;
  let [low, place, foot] = [first.value, -1, 0];
  found.forEach(({ value }, row) => {
    const step = value - (found[row - 1]?.value ?? value);
    const rise = value - low;
    if (step >= rise / 2 && rise > Math.max(Math.abs(low) / 2, (first.value - low) / 4)) [place, foot] = [row, low];
    low = Math.min(low, value);
  });
  const top = found[place]?.value ?? foot;
  return now.value - foot > (top - foot) / 2 ? place : -1;
}

/** The loss is higher than where it began, or was far higher on its way: such steps are too large. */
function overshoots(facts: Facts): boolean {
  const [held, learnt] = [validated(facts, "loss"), marks(facts.subject, "train/loss")];
  const [first, now] = [held[0], last(held)];
  if (first === undefined || now === undefined) return false;
  const top = Math.max(...learnt.map(({ value }) => value), ...held.map(({ value }) => value));
  return now.value - first.value > Math.abs(first.value) / 20 || top - first.value > Math.abs(first.value) / 2;
}

/** The loss falls at nearly every scoring, and never far: such steps are small, and not too large. */
function creeps(facts: Facts): boolean {
  const found = marks(facts.subject, "train/loss");
  const losses = found.length >= FEWEST ? found : validated(facts, "loss");
  const fallen = (losses[0]?.value ?? 0) - (last(losses)?.value ?? 0);
  const rises = losses.filter(({ value }, row) => row > 0 && value - (losses[row - 1] as Mark).value > fallen / 4);
  return !overshoots(facts) && losses.length >= FEWEST && fallen > 0.01 * Math.abs(losses[0]?.value ?? 0) && rises.length === 0;
}

/** Still as good as guessing after some epochs. */
const guessing: Rule = (facts) => {
  const found = validated(facts);
  const level = facts.subject.run.baseline[facts.headline];
  const series = facts.series[facts.headline];
  const now = last(found);
  if (series === undefined || level === undefined || now === undefined || found.length < FEWEST) return null;
  if (series.of === "whole") return null; // of whole answers guessing gets none: see `symbols`
  if (gain(level, best(found, series.better)?.value ?? now.value, series.better) > 0.02 * Math.max(span(series, found), Math.abs(level))) return null;
  const values = { now: measured(series, now.value), level: measured(series, level), at: when(facts, now) };
  if (overshoots(facts)) {
    const smaller = Number((rate(facts) / 10).toPrecision(2));
    const losses = { rate: rate(facts), began: measured(facts.series.loss ?? series, validated(facts, "loss")[0]?.value) };
    return { ...card(facts, "guessing", { ...values, ...losses }, [{ pointer: RATE, value: smaller }]), words: "explain.guessing.large" };
  }
  const said = card(facts, "guessing", values, [{ pointer: RATE }, { role: "capacity" }]);
  return creeps(facts) ? { ...said, words: "explain.guessing.small" } : said;
};

/** The name of the series that counts parts of answers, or whole ones; "" where there is none. */
function counting({ series }: Facts, of: SeriesText["of"]): string {
  return Object.keys(series).find((name) => series[name]?.of === of) ?? "";
}

/** Most symbols right, hardly an answer. */
const symbols: Rule = (facts) => {
  const [part, all] = [counting(facts, "part"), counting(facts, "whole")];
  const [single, whole] = [facts.series[part], facts.series[all]];
  const [now, exact] = [last(validated(facts, part)), last(validated(facts, all))];
  if (single === undefined || whole === undefined || now === undefined || exact === undefined) return null;
  if (validated(facts).length < FEWEST || now.value < 0.3 || exact.value > 0.15) return null;
  const level = facts.subject.run.baseline[part];
  const values = { symbols: measured(single, now.value), exact: measured(whole, exact.value), level: measured(single, level) };
  return card(facts, "symbols", values, [{ pointer: "/training/epochs" }, { pointer: RATE }]);
};

/** So good that nothing need be said: within two hundredths of the best there is, or of a twentieth of what guessing misses. */
function nearlyPerfect(facts: Facts): boolean {
  const series = facts.series[facts.headline];
  const top = series && best(validated(facts), series.better);
  if (series === undefined || top === undefined) return false;
  if (series.range !== null) return gain(top.value, series.range[series.better === "higher" ? 1 : 0], series.better) < 0.02;
  const level = facts.subject.run.baseline[facts.headline];
  return series.better === "lower" && level !== undefined && top.value >= 0 && top.value < level / 20;
}

/** The training loss falls on, the validation loss has turned. */
const gap: Rule = (facts) => {
  const held = validated(facts, "loss");
  const learnt = marks(facts.subject, "train/loss");
  const [turn, now, heldNow] = [best(held, "lower"), last(learnt), last(held)];
  if (turn === undefined || now === undefined || heldNow === undefined || facts.series.loss === undefined) return null;
  if (nearlyPerfect(facts)) return null;
  const then = at(learnt, turn.epoch);
  if (then === undefined || heldNow.epoch - turn.epoch < 3 || heldNow.value < 1.1 * turn.value || now.value > 0.9 * then.value) return null;
  const values = {
    at: when(facts, turn), low: measured(facts.series.loss, turn.value), high: measured(facts.series.loss, heldNow.value),
    before: measured(facts.series.loss, then.value), now: measured(facts.series.loss, now.value),
  }; // prettier-ignore
  return card(facts, "gap", values, [{ role: "regularisation" }, { pointer: "/training/l2" }, { role: "amount of data" }]);
};

/** A sudden fall of the headline by a tenth of its axis from one scoring to the next, not yet made good. */
const spike: Rule = (facts) => {
  const series = facts.series[facts.headline];
  const found = validated(facts);
  const now = last(found);
  if (series?.range == null || now === undefined) return null;
  const recent = found.slice(-FEWEST);
  const place = recent.findIndex((mark, row) => row > 0 && gain((recent[row - 1] as Mark).value, mark.value, series.better) < -0.1 * span(series, found));
  if (place < 1) return null;
  const [before, after] = [recent[place - 1] as Mark, recent[place] as Mark];
  if (gain(before.value, now.value, series.better) > -0.05 * span(series, found)) return null;
  const values = { before: measured(series, before.value), after: measured(series, after.value), at: when(facts, after) };
  const change = facts.subject.history?.changes.findLast(({ epoch }) => epoch >= before.epoch - 1 && epoch <= after.epoch);
  if (change === undefined) return card(facts, "spike", values, [{ pointer: "/training/schedule" }, { pointer: RATE }]);
  const changed = { from: String(change.before), to: String(change.after) };
  return { ...card(facts, "spike", { ...values, ...changed }, []), words: "explain.spike.changed", setting: change.setting };
};

/** Over the last third of what was trained nothing got better, or hardly. */
const plateau: Rule = (facts) => {
  const series = facts.series[facts.headline];
  const found = validated(facts);
  const now = last(found);
  if (series === undefined || now === undefined || found.length < 3 * FEWEST) return null;
  const top = best(found, series.better);
  const early = best(found.filter(({ epoch }) => epoch <= (2 / 3) * now.epoch), series.better);
  if (top === undefined || early === undefined || gain(early.value, top.value, series.better) > 0.01 * span(series, found)) return null;
  if (nearlyPerfect(facts)) return null;
  const values = { value: measured(series, early.value), best: measured(series, top.value), at: when(facts, early), now: when(facts, now) };
  const said = card(facts, "plateau", values, [{ pointer: RATE }, { role: "capacity" }, { pointer: "/training/schedule" }]);
  return values.best === values.value ? said : { ...said, words: "explain.plateau.hardly" };
};

/** It ended while it still got better. */
const unfinished: Rule = (facts) => {
  const series = facts.series[facts.headline];
  const found = validated(facts);
  const now = last(found);
  if (series === undefined || now === undefined || found.length < FEWEST || facts.subject.run.state !== "finished") return null;
  const before = best(found.filter(({ epoch }) => epoch <= 0.8 * now.epoch), series.better);
  if (before === undefined || gain(before.value, now.value, series.better) < 0.02 * span(series, found)) return null;
  const values = { before: measured(series, before.value), at: when(facts, before), now: measured(series, now.value) };
  return card(facts, "unfinished", values, [{ pointer: "/training/epochs" }]);
};

/** In this order: what explains most comes first, and of one run only that is said. */
const RULES: readonly Rule[] = [diverged, spike, jump, guessing, symbols, gap, plateau, unfinished];

/** At most one card for each run, and one for each rule: the first run that it is true of speaks for all. */
export function cards(facts: readonly Facts[]): Card[] {
  const found = new Map<string, Card>();
  for (const one of facts) {
    for (const rule of RULES) {
      const said = rule(one);
      if (said === null) continue;
      if (!found.has(said.rule)) found.set(said.rule, said);
      break;
    }
  }
  return [...found.values()];
}
