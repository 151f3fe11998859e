// The drawing of a network from blocks, in which blocks are added, moved, changed and taken out: by pointer, finger and key.

import { Fragment } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import "../../../text/blocks";
import type { Plan } from "../../../generated/types";
import { wordsOf } from "../../../setup/blocks";
import type { BlocksControl } from "../../../setup/controls";
import { touches } from "../../../state/pointing";
import { state } from "../../../state/store";
import { attemptEdit, forgetTry, refusedTry } from "../../../state/trying";
import { undoKeys } from "../../../state/undoing";
import { text } from "../../../text/text";
import { typing } from "../../form/blocks/BlocksInput";
import { inserted, placeFor, removed, replaced } from "../../form/blocks/list";
import { Refused } from "../../form/blocks/Refused";
import { Steps } from "../../form/blocks/Steps";
import { summary } from "../../form/blocks/summary";
import { blockOf } from "../../form/blocks/text";
import { Branches, Drawn } from "../Drawn";
import { Inner } from "./Inner";
import { InnerChosen } from "./InnerChosen";
import { nameOf, same, type Spot, spotOf } from "./inner";
import { isSplit, type Item } from "../drawing";
import { type Drag, dragging } from "./dragging";
import { Chosen } from "./Chosen";
import { Palette } from "./Palette";
import { Piece } from "./Piece";
import { dropped, pieces } from "./pieces";
import css from "./Editor.module.css";
import networkCss from "../Network.module.css";

export function Editor({ plan, control }: { plan: Plan; control: BlocksControl }) {
  const { pointer } = control;
  const value = String(state.spec.value.architecture[control.field] ?? "");
  const words = wordsOf(value);
  const row = useRef<HTMLDivElement>(null);
  const [chosen, choose] = useState<number | null>(null);
  const [reached, reach] = useState(0);
  /** The gap in which something is to be added; null while nothing is. */
  const [gap, put] = useState<number | null>(null);
  const [drag, show] = useState<Drag | null>(null);
  /** The block inside the chosen one whose settings are shown, and the one that Tab comes to. */
  const [inner, enter] = useState<Spot | null>(null);
  const [told, tell] = useState("");
  /** Which piece gets the focus once it stands where it belongs. */
  const next = useRef<number | Spot | null>(null);
  useEffect(() => {
    if (next.current === null) return;
    const wanted = typeof next.current === "number" ? `[data-piece="${next.current}"]` : `[data-inner="${nameOf(next.current)}"]`;
    row.current?.querySelector<HTMLElement>(wanted)?.focus();
    next.current = null;
  });
  // A block that is not there any more has no settings to show.
  const shown = chosen !== null && chosen < words.length ? chosen : null;
  const stands = Math.min(reached, Math.max(0, words.length - 1));

  /** What is to be added takes the place of the settings that are shown. */
  const open = (at: number | null) => {
    put(at);
    if (at !== null) choose(null);
  };
  const attempt = (blocks: string, place: number, said: string, stays = shown !== null, spot: Spot | null = null) =>
    attemptEdit(pointer, blocks, "", (taken) => {
      if (!taken) return;
      next.current = spot ?? Math.max(0, place);
      reach(Math.max(0, place));
      enter(spot);
      choose(stays ? place : null);
      open(null);
      tell(said);
    });
  const move = (from: number, to: number) => {
    const blocks = dropped(words, from, to).join(" ");
    if (blocks === value) return;
    const place = to > from ? to - 1 : to;
    attempt(blocks, place, text("blocks.told.moved", { place: place + 1 }));
  };
  const add = (type: string, word: string, at: number | null) => {
    const place = at ?? placeFor(type, value, shown);
    attempt(inserted(value, place, word), place, text("blocks.told.added", { place: place + 1 }), true);
  };
  const remove = (place: number) => attempt(removed(value, place), Math.min(place, words.length - 2), text("blocks.told.out", { place: place + 1 }), false);
  const drop = (what: number | string, to: number) => (typeof what === "number" ? move(what, to) : add("", what, to));
  const course = { row, show, drop };
  const chooseWhole = (place: number) => {
    choose(shown === place && inner === null ? null : place);
    enter(null);
  };
  /** Settings go, and the focus with them: to the piece that they were of. */
  const close = (of: number | Spot) => {
    next.current = of;
    choose(null);
    enter(null);
  };
  const step = (to: number) => {
    if (to < 0 || to >= words.length) return;
    next.current = to;
    reach(to);
  };
  const keys = (place: number) => (event: KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    if (by !== undefined && event.altKey) {
      if (place + by >= 0 && place + by < words.length) move(place, by < 0 ? place - 1 : place + 2);
    } else if (by !== undefined) step(place + by);
    else if (event.key === "Home") step(0);
    else if (event.key === "End") step(words.length - 1);
    else if (event.key === "Delete" || event.key === "Backspace") remove(place);
    else if (event.key === "Insert" || event.key === "+") open(place + 1);
    else if (event.key === "Escape") {
      choose(null);
      enter(null);
      open(null);
      forgetTry();
    } else return;
    event.preventDefault();
  };

  const refused = refusedTry.value;
  const why = refused && <Refused problem={refused.problem} blocks={refused.value} take={(blocks) => attempt(blocks, stands, "")} comes={shown === null} />;
  const palette = (at: number) =>
    gap === at && (
      <div class={css.under}>
        {why}
        <Palette control={control} gap={at} add={(type, word) => add(type, word, at)} listens={(word) => dragging(word, course)} />
      </div>
    );
  const settings = (place: number) => (
    <div class={css.under}>
      {inner?.place === place ? (
        <InnerChosen spot={inner} {...inside} close={() => close(inner)} />
      ) : (
      <Chosen
        control={control}
        word={words[place] ?? ""}
        place={place}
        heading={text("blocks.settings", { number: place + 1, block: titleOf(words[place] ?? "", control) })}
        last={place === words.length - 1}
        does={{
          change: (word, about) => attemptEdit(pointer, replaced(value, place, word), `${place}/${about}`),
          move: (by) => move(place, by < 0 ? place - 1 : place + 2),
          twice: () => attempt(inserted(value, place + 1, words[place] ?? ""), place + 1, text("blocks.told.added", { place: place + 2 })),
          remove: () => remove(place),
          close: () => close(place),
        }}
      />
      )}
      {gap === null && why}
    </div>
  );

  /** What is done to blocks inside others: the list is changed by what becomes of the one that holds them. */
  const inside = {
    control,
    words,
    row,
    put: (spot: Spot, word: string, said: string) => attempt(replaced(value, spot.place, word), spot.place, said, true, spot),
    change: (spot: Spot, word: string, about: string) => attemptEdit(pointer, replaced(value, spot.place, word), about),
    choose: (spot: Spot | null, focus: boolean) => {
      if (spot !== null) {
        if (focus) next.current = spot;
        reach(spot.place);
        choose(spot.place);
        open(null);
        enter(spot);
      } else if (inner !== null) {
        next.current = inner.place;
        enter(null);
      }
    },
  };
  const drawn = pieces(plan, pointer, words.length);
  const problem = state.problem.value;
  const falls = drag?.gap ?? null;
  return (
    <div class={css.editor} onKeyDown={(event) => !typing(event.target) && undoKeys(pointer, event)}>
      <div class={networkCss.blocks} ref={row} role="group" aria-label={text("blocks.editor")}>
        <Items items={drawn.before} />
        <Gap place={0} falls={falls === 0} open={gap === 0} does={() => open(gap === 0 ? null : 0)} />
        {palette(0)}
        {words.map((word, place) => {
          const block = blockOf(word, control.forms);
          const form = block && control.forms[block.type];
          if (!block || !form) return null;
          return (
            <Fragment key={place}>
              <Piece
                place={place}
                title={form.title}
                summary={summary(block, control.forms)}
                words={form.text}
                pointer={`${pointer}/${place}`}
                items={drawn.blocks[place] ?? []}
                chosen={shown === place}
                wrong={problem !== null && touches([problem.field], `${pointer}/${place}`)}
                reached={stands === place}
                inner={(drawnAs) => {
                  const spot = spotOf(drawnAs.layer, pointer);
                  return spot && <Inner spot={spot} block={drawnAs} chosen={same(inner, spot)} reached={stands === place && (inner?.place === place ? same(inner, spot) : spot.at === 0)} {...inside} />;
                }}
                does={{ choose: () => chooseWhole(place), focus: () => reach(place), keys: keys(place) }}
                listens={dragging(place, course)}
                dragged={drag?.what === place ? drag : null}
              />
              <Gap
                place={place + 1}
                falls={falls === place + 1}
                open={gap === place + 1}
                middle={drawn.blocks[place]?.some(isSplit)}
                does={() => open(gap === place + 1 ? null : place + 1)}
              />
              {shown === place && settings(place)}
              {palette(place + 1)}
            </Fragment>
          );
        })}
        <Items items={drawn.after} />
      </div>
      <div class={css.bar}>
        <button type="button" class="small" aria-expanded={gap !== null} disabled={words.length >= control.longest} onClick={() => open(gap === null ? placeFor("", value, shown) : null)}>
          + {text("blocks.add")}
        </button>
        <Steps pointer={pointer} />
        <span class="words">{text("blocks.count", { count: words.length, most: control.longest })}</span>
      </div>
      {refused && shown === null && gap === null && why}
      <p class="unseen" role="status">
        {told}
      </p>
    </div>
  );
}

function Items({ items }: { items: readonly Item[] }) {
  return (
    <>
      {items.map((item, place) => (
        <Fragment key={place}>
          {place > 0 && <span class={networkCss.wire} />}
          {isSplit(item) ? <Branches split={item} /> : <Drawn block={item} />}
        </Fragment>
      ))}
    </>
  );
}

/** Between two pieces: a wire, which is a place for one more. */
function Gap({ place, falls, open, middle = false, does }: { place: number; falls: boolean; open: boolean; middle?: boolean | undefined; does: () => void }) {
  return (
    <button
      type="button"
      class={[css.gap, falls && css.falls, open && css.open, middle && css.middle].filter(Boolean).join(" ")}
      tabIndex={-1}
      data-gap={place}
      aria-expanded={open}
      aria-label={text("blocks.gap", { place: place + 1 })}
      title={text("blocks.gap", { place: place + 1 })}
      onClick={does}
    />
  );
}

function titleOf(word: string, control: BlocksControl): string {
  return control.forms[blockOf(word, control.forms)?.type ?? ""]?.title ?? "";
}
