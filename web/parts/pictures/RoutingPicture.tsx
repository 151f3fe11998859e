// Routing by agreement as a film: the couplings with every class, iteration by iteration, and the votes of one capsule.

import { useEffect, useMemo, useState } from "preact/hooks";
import "../../text/capsules";
import { precise } from "../../text/numbers";
import { text } from "../../text/text";
import { Icon } from "../Icon";
import { largest, part, unpacked } from "./arrays";
import { Cell } from "./Cell";
import { boxOf } from "./fields";
import { boxStyle } from "./PictureField";
import { type Film, filmOf, keyed, sheetOf, spotOf, sumOf } from "./routing";
import { ValueCanvas } from "./ValueCanvas";
import { Verdict } from "./Verdict";
import { Votes } from "./Votes";
import type { Routing } from "./worded";
import css from "./Routing.module.css";

/** Milliseconds an iteration is seen for. */
const PACE = 1_400;

export function RoutingPicture({ picture }: { picture: Routing }) {
  const film = useMemo(() => filmOf(picture), [picture]);
  const [shown, show] = useState(film.iterations);
  const [pointed, point] = useState<number | null>(null);
  const at = Math.max(1, Math.min(shown, film.iterations));
  const capsule = Math.min(pointed ?? largest(part(unpacked(picture.strengths))), film.capsules - 1);
  return (
    <div class={css.routing}>
      <div class={css.head}>
        <Given picture={picture} capsule={capsule} />
        <div class={css.beside}>
          <p class={css.answer}>
            <Verdict mark={picture.mark} />
          </p>
          <Iterations film={film} at={at} show={show} />
          <p class="words">{text("routing.scale", { value: precise(film.most) })}</p>
        </div>
      </div>
      <Maps picture={picture} film={film} at={at} capsule={capsule} point={point} />
      <Votes picture={picture} film={film} at={at} capsule={capsule} />
      {picture.remarks.map((remark) => (
        <p class="words" key={remark}>
          {remark}
        </p>
      ))}
    </div>
  );
}

/** The picture, with what the capsule has seen of it. */
function Given({ picture: { asked, seen, grid }, capsule }: { picture: Routing; capsule: number }) {
  const [, row, column] = spotOf(capsule, grid[1], grid[2]);
  const box = boxOf({ seen, asked }, [row, column]);
  return (
    <div class={css.given} style={{ "--ratio": asked.width / asked.height }}>
      <Cell picture={asked} place={0} />
      {seen && <span class={css.seen} style={boxStyle(box, asked.height, asked.width)} aria-hidden="true" />}
    </div>
  );
}

function Iterations({ film, at, show }: { film: Film; at: number; show: (at: number) => void }) {
  const [playing, play] = useState(false);
  useEffect(() => {
    if (!playing) return;
    if (at >= film.iterations) return play(false);
    const turn = setTimeout(() => show(at + 1), PACE);
    return () => clearTimeout(turn);
  }, [playing, at, film.iterations]);
  const press = () => {
    if (!playing && at >= film.iterations) show(1);
    play(!playing);
  };
  return (
    <div class={css.iterations}>
      <button type="button" class={`small ${css.play}`} onClick={press}>
        <Icon name={playing ? "pause" : "play"} /> {text(playing ? "routing.stop" : "routing.play")}
      </button>
      <label>
        <span>{text("routing.iteration")}</span>
        <input type="range" min={1} max={film.iterations} step={1} value={at} style={{ "--part": `${(100 * (at - 1)) / Math.max(1, film.iterations - 1)}%` }} onInput={(event) => show(Number(event.currentTarget.value))} />
        <output>{text("routing.at", { place: at, of: film.iterations })}</output>
      </label>
    </div>
  );
}

interface MapsProps {
  picture: Routing;
  film: Film;
  at: number;
  capsule: number;
  point: (capsule: number) => void;
}

function Maps({ picture, film, at, capsule, point }: MapsProps) {
  const press = (event: KeyboardEvent) => {
    const next = keyed(capsule, event.key, picture.grid);
    if (next === null) return;
    event.preventDefault();
    point(next);
  };
  return (
    <div class={css.maps} role="group" aria-label={text("routing.maps")} tabIndex={0} onKeyDown={press}>
      {picture.labels.map((label, number) => (
        <Coupled key={label} {...{ picture, film, at, capsule, point, label, number }} />
      ))}
    </div>
  );
}

/** The couplings with one class, how long its capsule is, and how much it gets of all. */
function Coupled({ picture, film, at, capsule, point, label, number }: MapsProps & { label: string; number: number }) {
  const couplings = film.couplings[at - 1] as Float32Array;
  const sheet = useMemo(() => sheetOf(couplings, film.classes, number, picture.grid), [couplings, number]);
  const length = part(unpacked(picture.lengths), at - 1)[number] ?? 0;
  const find = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
    const row = Math.floor(((event.clientY - top) / height) * sheet.height);
    const column = Math.floor(((event.clientX - left) / width) * sheet.width);
    const found = sheet.places.indexOf(row * sheet.width + column);
    if (found >= 0) point(found);
  };
  const spot = sheet.places[capsule] ?? 0;
  const box = { top: Math.floor(spot / sheet.width), left: spot % sheet.width, height: 1, width: 1 };
  return (
    <figure class={label === picture.mark.answer ? `${css.coupled} ${css.answered}` : css.coupled}>
      <figcaption>
        <b>{label}</b>
        <span class={css.bar} style={{ "--part": `${100 * length}%` }} aria-hidden="true" />
        <span class={css.figure}>{text("routing.long", { length: precise(length) })}</span>
      </figcaption>
      <div class={css.sheet} onPointerMove={(event) => event.pointerType === "mouse" && find(event)} onPointerDown={find}>
        <ValueCanvas values={sheet.values} height={sheet.height} width={sheet.width} scale={film.most} />
        <span class={css.spot} style={boxStyle(box, sheet.height, sheet.width)} aria-hidden="true" />
      </div>
      <span class={css.figure}>{text("routing.sum", { sum: precise(sumOf(couplings, film.classes, number)) })}</span>
    </figure>
  );
}
