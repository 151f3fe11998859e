// One card: its small drawing, what it is, what it takes here, whom it is from, and what comes before and after it.

import { useEffect, useRef } from "preact/hooks";
import { Readable } from "../../parts/Readable";
import type { Card, Neighbours } from "../../setup/map/cards";
import { drawn, wish, wishNoMore } from "../../state/drawn";
import { duration, whole } from "../../text/numbers";
import { counted, text } from "../../text/text";
import { open } from "./opening";
import { Small } from "./Small";
import css from "./Map.module.css";

/** Of the cards around it, those that are named. */
const NAMED = 3;

export function MapCard({ card, around }: { card: Card; around: Neighbours | undefined }) {
  const drawing = drawn.value.get(card.ref);
  const whereabouts = useRef<HTMLLIElement>(null);
  useEffect(() => {
    const here = whereabouts.current;
    if (here === null) return;
    const seen = new IntersectionObserver((entries) => (entries.at(-1)?.isIntersecting ? wish(card) : wishNoMore(card)), { rootMargin: "200px" });
    seen.observe(here);
    return () => seen.disconnect();
  }, [card.ref]);
  return (
    <li class={css.card} ref={whereabouts} data-card={card.ref}>
      <button type="button" class={css.open} onClick={() => open(card)}>
        <Small drawing={drawing} />
        <span class={css.sort}>{text(`map.sort.${card.sort}`)}</span>
        <b>
          <Readable words={card.title} />
        </b>
        <span class={css.words}>
          <Readable words={card.text} />
        </span>
        <small title={drawing && drawing.seconds !== null && !drawing.measured ? text("map.seconds.why") : undefined}>
          {takes(card, drawing).map((words, place, all) => (
            <span class={css.takes} key={place}>
              {words}
              {place < all.length - 1 && " ·"}{" "}
            </span>
          ))}
        </small>
        {card.sort !== "lesson" && card.sources.length > 0 && <small lang="en">{card.sources.map(({ authors, year }) => `${authors} ${year}`).join("; ")}</small>}
      </button>
      <Around title={text("map.before")} cards={around?.before ?? []} />
      <Around title={text("map.after")} cards={around?.after ?? []} />
    </li>
  );
}

function Around({ title, cards }: { title: string; cards: readonly Card[] }) {
  if (cards.length === 0) return null;
  return (
    <p class={css.around}>
      <span>{title}</span>
      {cards.slice(0, NAMED).map((card) => (
        <button type="button" class="link" key={card.ref} onClick={() => open(card)}>
          {card.title}
        </button>
      ))}
    </p>
  );
}

function takes(card: Card, drawing: ReturnType<typeof drawn.value.get>): string[] {
  const minutes = card.sort === "lesson" ? [counted("lessons.minutes", card.minutes), ...(card.challenge ? [text("lessons.challenge")] : [])] : [];
  if (card.sort === "laboratory") return [text("map.at.once")];
  if (!drawing || drawing.parameters === null) return minutes;
  const parameters = counted("map.parameters", drawing.parameters, { count: whole(drawing.parameters) });
  const seconds = drawing.seconds === null ? [] : [text(drawing.measured ? "map.seconds.measured" : "map.seconds", { time: duration(Math.max(1, Math.round(drawing.seconds))) })];
  return [...minutes, parameters, ...seconds];
}
