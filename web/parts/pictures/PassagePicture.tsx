// A text piece by piece, coloured by a number of each. Where the network wrote it, another symbol can be chosen.

import { useState } from "preact/hooks";
import "../../text/passages";
import { percent, precise } from "../../text/numbers";
import { counted, text } from "../../text/text";
import type { Asking } from "./asking";
import { Choices } from "./Choices";
import { Knobs } from "./Knobs";
import { floats } from "./packed";
import { alternativesAt, shownSymbol, taken, tints, turned, untaken } from "./passages";
import type { Passage } from "./worded";
import css from "./Passage.module.css";

export function PassagePicture({ picture, asking }: { picture: Passage; asking: Asking }) {
  const [pointed, point] = useState<number | null>(null);
  const place = Math.min(pointed ?? picture.pieces.length - 1, picture.pieces.length - 1);
  return (
    <div class={css.passage}>
      <Choices choices={picture.groups} chosen={picture.group} label={text("passage.groups")} asking={asking} />
      <Choices choices={picture.members} chosen={picture.member} label={text("passage.members")} asking={asking} />
      <Knobs knobs={picture.knobs} turn={(name, value) => asking.ask(turned(picture, name, value))} />
      <Pieces picture={picture} place={place} point={point} />
      <At picture={picture} place={place} asking={asking} />
      {picture.remarks.map((remark, at) => (
        <p class={css.remark} key={at}>
          {remark}
        </p>
      ))}
    </div>
  );
}

interface PiecesProps {
  picture: Passage;
  place: number;
  point: (place: number) => void;
}

function Pieces({ picture, place, point }: PiecesProps) {
  const strengths = tints(picture);
  const go = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 10, ArrowUp: -10, Home: -picture.pieces.length, End: picture.pieces.length };
    const by = steps[event.key];
    if (by === undefined) return;
    event.preventDefault();
    point(Math.max(0, Math.min(picture.pieces.length - 1, place + by)));
  };
  const find = (event: Event) => {
    const at = (event.target as HTMLElement).dataset?.place;
    if (at !== undefined) point(Number(at));
  };
  return (
    <p class={css.pieces} role="group" aria-label={text("passage.text")} tabIndex={0} onKeyDown={go} onClick={find}>
      {picture.pieces.map((piece, at) => (
        <span key={at} data-place={at} class={classOf(picture, at, place, strengths[at] ?? null)} style={{ "--tint": `${Math.round(65 * Math.abs(strengths[at] ?? 0))}%` }}>
          {piece}
        </span>
      ))}
    </p>
  );
}

function classOf({ prompt }: Passage, at: number, place: number, strength: number | null): string {
  const names = [css.piece, at < prompt ? css.prompt : "", at === place ? css.present : "", strength !== null && strength < 0 ? css.negative : ""];
  return names.filter(Boolean).join(" ");
}

/** What stands at one place: its number, and what else might have stood there. */
function At({ picture, place, asking }: { picture: Passage; place: number; asking: Asking }) {
  const value = floats(picture.values)[place] ?? Number.NaN;
  const others = alternativesAt(picture, place);
  const written = place >= picture.prompt && picture.knobs.length > 0;
  return (
    <section class={css.at}>
      <p class="words" role="status">
        <b class={css.symbol}>{shownSymbol(picture.pieces[place] ?? "")}</b> {Number.isFinite(value) && text("passage.value", { unit: picture.unit, value: picture.unit && picture.scale === 1 && !picture.signed ? percent(value) : precise(value) })}
      </p>
      {others.length > 0 && (
        <ul class={css.others} aria-label={text("passage.alternatives")}>
          {others.map(({ label, number, share }) => (
            <li key={number}>
              <button type="button" disabled={!written} title={text("passage.take", { symbol: shownSymbol(label), share: percent(share) })} onClick={() => asking.ask(taken(picture, place, number))}>
                <span class={css.symbol}>{shownSymbol(label)}</span>
                <span class={css.bar} style={{ "--part": `${100 * share}%` }} />
                <span>{percent(share)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {picture.takes.length > 0 && (
        <p class="words">
          {counted("passage.takes", picture.takes.length)}{" "}
          <button type="button" class="small wide" onClick={() => asking.ask(untaken(picture))}>
            {text("passage.free")}
          </button>
        </p>
      )}
    </section>
  );
}
