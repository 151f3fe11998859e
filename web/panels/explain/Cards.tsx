// What the curves mean, by rule: a sentence or two, and a control to try.

import { computed } from "@preact/signals";
import { useState } from "preact/hooks";
import { progress } from "../../curves/progress";
import { weightsWords } from "../../curves/origin";
import type { Run } from "../../generated/types";
import { Mark } from "../../parts/Mark";
import { Origin } from "../../parts/Origin";
import { Readable } from "../../parts/Readable";
import { applies } from "../../setup/controls";
import { set } from "../../state/actions";
import { goTo } from "../../state/going";
import { panelsAt } from "../../state/panels";
import { controlAt, formControls, guess, headline, measuredSeries, newest, paintOf, state, subjectOf } from "../../state/store";
import { plain } from "../../text/numbers";
import { text, within } from "../../text/text";
import { type Card, cards, isMeant } from "./rules";
import css from "./Cards.module.css";

const MOST = 3;

const found = computed(() => {
  state.grown.value;
  const series = headline.value;
  if (series === null) return [];
  return cards(newest.value.map((run) => ({ subject: subjectOf(run), headline: series[0], series: measuredSeries.value })));
});

/** One that no longer holds keeps its place and is not seen. */
type Placed = Card & { past?: boolean };
let placed: readonly Placed[] = [];
/** The runs whose cards these are. */
let explained = "";

// What stands below must not move from under a pointer that is about to press it: the cards of the same runs keep their places
// so long, and those of new ones wait. What they say stays true.
const steady = computed(() => {
  const runs = newest.value.map(({ id }) => id).join();
  const [below, same] = [isBelow(state.pointedPanel.value), runs === explained];
  explained = runs;
  if (!below) placed = found.value;
  else placed = same ? placed.map((card) => found.value.find((one) => key(one) === key(card)) ?? { ...card, past: true }) : [];
  return placed;
});

function isBelow(panel: string | null): boolean {
  const column = panelsAt("right").map(({ id }) => id);
  return panel !== null && column.indexOf(panel) > column.indexOf("explain");
}

export function Cards() {
  const [away, put] = useState<ReadonlySet<string>>(new Set());
  const shown = steady.value.filter((card) => !away.has(key(card))).slice(0, MOST);
  if (shown.length === 0) return null;
  return (
    <section class={css.cards} aria-label={text("explain.title")}>
      {shown.map((card) => (
        <OneCard key={key(card)} card={card} dismiss={() => put(new Set([...away, key(card)]))} />
      ))}
    </section>
  );
}

function key(card: Card): string {
  return `${card.run} ${card.rule}`;
}

function OneCard({ card, dismiss }: { card: Placed; dismiss: () => void }) {
  return (
    <article class={card.past ? `${css.card} ${css.past}` : css.card}>
      <p>
        <Origin words={from(card)}>
          <Mark paint={paintOf.value.get(card.run)} /> <Readable words={wordsOf(card)} />
        </Origin>{" "}
        <Attempt card={card} />
      </p>
      <button type="button" class="icon" aria-label={text("explain.dismiss")} onClick={dismiss}>
        ×
      </button>
    </article>
  );
}

function wordsOf({ words, values, setting }: Card): string {
  const title = setting === undefined ? "" : within(controlAt(setting)?.title ?? setting);
  return text(words, { ...values, setting: title, guess: guess.value });
}

/** Whose curves are spoken of, and how far they had come; the epochs that its figures are of stand in the words. */
function from({ run }: Card): string {
  const { name, run: own, history } = subjectOf(newest.value.find(({ id }) => id === run) ?? (state.runs.value.get(run) as Run));
  const { epoch, step } = progress(own, history);
  return weightsWords(name, own, { epoch, step });
}

/** The first of the card's controls that the form has now. */
function Attempt({ card }: { card: Card }) {
  for (const attempt of card.attempt) {
    const control = formControls.value.find((one) => isMeant(one, attempt) && applies(one, state.spec.value[one.part]));
    if (control === undefined) continue;
    const { pointer } = control;
    const { value } = attempt;
    const words = value === undefined ? text("explain.try", { title: control.title }) : text("explain.try.value", { title: control.title, value: typeof value === "number" ? plain(value) : String(value) });
    return (
      <button
        type="button"
        class="link"
        onClick={() => {
          if (value !== undefined) set(pointer, value);
          goTo(pointer);
        }}
      >
        {words}
      </button>
    );
  }
  return null;
}
