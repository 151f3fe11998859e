// The map: all that can be trained, played with or read, as cards, grouped by idea or by chapter, and looked for in every language.

import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import "../../text/lessons";
import "../../text/map";
import { ONLY, BY, type MapPlace } from "../../setup/map/address";
import { type Card, cardsOf, type Group, groups, neighbours } from "../../setup/map/cards";
import { found, wordsOf } from "../../setup/map/finding";
import { CHAPTERS, IDEAS } from "../../setup/map/order";
import { troubled } from "../../state/drawn";
import { type Other, otherLanguages } from "../../state/otherlanguages";
import { lookOnMap, map } from "../../state/map";
import { state } from "../../state/store";
import { english } from "../../text/en";
import { counted, language, type TextKey, text, words } from "../../text/text";
import { MapCard } from "./MapCard";
import css from "./Map.module.css";

export function Map() {
  const place = map.place.value;
  const catalogue = state.catalogue.value;
  const others = useSignal<readonly Other[]>([]);
  useEffect(() => {
    void otherLanguages(language.value).then((all) => (others.value = all));
  }, [language.value]);
  const cards = useMemo(() => (catalogue ? cardsOf(catalogue, language.value) : []), [catalogue, language.value]);
  const around = useMemo(() => neighbours(cards), [cards]);
  const said = useMemo(() => wordsOf(cards, others.value.map((one) => cardsOf(one.catalogue, one.language)), (key) => named(key, others.value)), [cards, others.value]);
  if (place === null) return null;
  const shown = found(cards.filter((card) => isOf(card, place.only)), said, place.find);
  const looking = place.find.trim() !== "";
  const parts = looking ? [] : groups(shown, place.by, place.by === "idea" ? IDEAS : CHAPTERS);
  return (
    <div class={css.map}>
      <Head place={place} count={looking ? shown.length : null} />
      {parts.length > 1 && <Contents parts={parts} by={place.by} />}
      {troubled.value && <p class="problem">{text("map.unreachable")}</p>}
      {looking && shown.length === 0 && <p class="words">{text("map.nothing")}</p>}
      {looking ? (
        <ul class={css.cards}>
          {shown.map((card) => (
            <MapCard key={card.ref} card={card} around={around.get(card.ref)} />
          ))}
        </ul>
      ) : (
        parts.map((part) => (
          <section class={css.group} key={part.name} id={idOf(part)} aria-labelledby={`${idOf(part)}-title`}>
            <h2 id={`${idOf(part)}-title`} tabIndex={-1}>
              {titleOf(part, place.by)}
            </h2>
            <ul class={css.cards}>
              {part.cards.map((card) => (
                <MapCard key={card.ref} card={card} around={around.get(card.ref)} />
              ))}
            </ul>
          </section>
        ))
      )}
    </div>
  );
}

function Head({ place, count }: { place: MapPlace; count: number | null }) {
  return (
    <header class={css.head}>
      <h2 class="unseen">{text("map.title")}</h2>
      <p class={css.intro}>{text("map.intro")}</p>
      <label class={css.find}>
        <span>{text("map.find")}</span>
        <input type="search" value={place.find} placeholder={text("map.find.example")} data-find onInput={(event) => lookOnMap({ find: event.currentTarget.value })} />
      </label>
      <Buttons name="only" values={ONLY} chosen={place.only} choose={(only) => lookOnMap({ only })} />
      <Buttons name="by" values={BY} chosen={place.by} choose={(by) => lookOnMap({ by })} />
      <p class={css.count} role="status">
        {count === null ? "" : counted("map.found", count)}
      </p>
    </header>
  );
}

function Buttons<Value extends string>({ name, values, chosen, choose }: { name: "only" | "by"; values: readonly Value[]; chosen: Value; choose: (value: Value) => void }) {
  return (
    <fieldset class={css.buttons}>
      <legend>{text(`map.${name}`)}</legend>
      {values.map((value) => (
        <button type="button" class="small" key={value} aria-pressed={value === chosen} onClick={() => choose(value)}>
          {text(`map.${name}.${value}` as TextKey)}
        </button>
      ))}
    </fieldset>
  );
}

function Contents({ parts, by }: { parts: readonly Group[]; by: MapPlace["by"] }) {
  return (
    <nav class={css.contents} aria-label={text("map.groups")}>
      {parts.map((part) => (
        <button type="button" class="link" key={part.name} onClick={() => goTo(part)}>
          {titleOf(part, by)} <small>{part.cards.length}</small>
        </button>
      ))}
    </nav>
  );
}

/** The address says where the map is, and not which part of it is in sight. */
function goTo(part: Group): void {
  const title = document.getElementById(`${idOf(part)}-title`);
  title?.scrollIntoView({ block: "start" });
  title?.focus({ preventScroll: true });
}

function idOf({ name }: Group): string {
  return `part-${name || "own"}`;
}

function titleOf({ name }: Group, by: MapPlace["by"]): string {
  return name === "" ? text("map.own") : text(`map.${by}.${name}` as TextKey);
}

function isOf({ sort }: Card, only: MapPlace["only"]): boolean {
  return only === "all" || sort === only || (only === "network" && (sort === "architecture" || sort === "preset"));
}

/** What an idea, a chapter or an effect is called in all languages. */
function named(key: string, others: readonly Other[]): string {
  const tables = [words.value.table, english, ...others.map(({ table }) => table)];
  return [...new Set(tables.map((table) => table[key as TextKey] ?? ""))].join(" · ");
}
