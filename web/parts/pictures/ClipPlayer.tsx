// A clip that is played: one frame of every row at a time, large. All clips of the page, and their charts, are at the same frame.

import { useEffect, useState } from "preact/hooks";
import { cross, crossedAt } from "../../state/crossed";
import { text } from "../../text/text";
import "../../text/codes";
import { Icon } from "../Icon";
import { Cell } from "./Cell";
import type { PictureRows } from "./worded";
import css from "./ClipPlayer.module.css";

/** Milliseconds that a frame is seen for, and the last one, before the clip begins again. */
const [PACE, REST] = [260, 1_200];

/** The name by which clips and charts are at a frame together. */
function axisOf(picture: PictureRows): string {
  return picture.chart?.across || text("rows.frame");
}

/** The column that is shown: the last until somebody has chosen another. */
export function columnOf(picture: PictureRows): number {
  const last = picture.strip.columns - 1;
  return Math.max(0, Math.min(last, (crossedAt(axisOf(picture)) ?? picture.first + last) - picture.first));
}

/** How wide a frame is at least: one alone is seen from the last row of a room, many have to fit beside each other. */
function leastOf(rows: number): string {
  return rows === 1 ? "13rem" : rows <= 4 ? "9rem" : "6.5rem";
}

export function ClipPlayer({ picture }: { picture: PictureRows }) {
  const { rows, strip, first } = picture;
  const [playing, play] = useState(false);
  const [at, last] = [columnOf(picture), strip.columns - 1];
  const show = (column: number) => cross(axisOf(picture), first + column);
  useEffect(() => {
    if (!playing) return;
    // Where less motion is asked for a clip is gone through once, and slowly.
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (calm && at >= last) return play(false);
    const turn = setTimeout(() => show(at >= last ? 0 : at + 1), at >= last || calm ? REST : PACE);
    return () => clearTimeout(turn);
  }, [playing, at, last]);
  const press = () => {
    if (!playing && at >= last) show(0);
    play(!playing);
  };
  return (
    <div class={css.player}>
      <div class={css.controls}>
        <button type="button" class={`small ${css.play}`} onClick={press}>
          <Icon name={playing ? "pause" : "play"} /> {text(playing ? "rows.stop" : "rows.play")}
        </button>
        <label>
          <span>{text("rows.frame")}</span>
          <input type="range" min={0} max={last} step={1} value={at} aria-valuetext={String(first + at)} style={{ "--part": `${(100 * at) / Math.max(1, last)}%` }} onInput={(event) => show(Number(event.currentTarget.value))} />
          <output>{text("rows.at", { place: first + at, of: first + last })}</output>
        </label>
      </div>
      <div class={css.screens} style={{ "--least": leastOf(rows.length) }}>
        {rows.map(({ title, notes }, row) => (
          <figure key={row}>
            <Cell picture={strip} place={row * strip.columns + at} />
            <figcaption>
              {title}
              {notes[at] && <b>{notes[at]}</b>}
            </figcaption>
          </figure>
        ))}
      </div>
    </div>
  );
}
