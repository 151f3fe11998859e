// The votes of one primary capsule: an arrow for each class beside what the class came out as, and the numbers of the routing.

import { precise } from "../../text/numbers";
import { text } from "../../text/text";
import { part, unpacked } from "./arrays";
import { type Arrow, arrowOf, type Film, spotOf } from "./routing";
import type { Routing } from "./worded";
import css from "./Routing.module.css";

interface Props {
  picture: Routing;
  film: Film;
  at: number;
  capsule: number;
}

export function Votes({ picture, film, at, capsule }: Props) {
  const iteration = at - 1;
  const [map, row, column] = spotOf(capsule, picture.grid[1], picture.grid[2]);
  const votes = part(unpacked(picture.votes), capsule);
  const lengths = part(unpacked(picture.lengths), iteration);
  const agreements = part(unpacked(picture.agreements), iteration, capsule);
  const longest = Math.max(0.01, ...votes, ...lengths);
  const arrows = picture.labels.map((_, number) => arrowOf(agreements[number] ?? 0, votes[number] ?? 0, lengths[number] ?? 0));
  const room = roomFor(arrows, longest);
  const of = (values: Float32Array[], done: number, label: number) => fixed(values[done]?.[capsule * film.classes + label] ?? 0);
  const strength = unpacked(picture.strengths).all[capsule] ?? 0;
  return (
    <section class={css.votes}>
      <p class={css.capsule} role="status">{text("routing.capsule", { map: map + 1, row: row + 1, column: column + 1, length: precise(strength) })}</p>
      <table>
        <thead>
          <tr>
            {(["routing.class", "routing.arrows", "routing.dot", "routing.b", "routing.c"] as const).map((word) => (
              <th scope="col" key={word}>
                {text(word)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {picture.labels.map((label, number) => {
            const [arrow, vote, length] = [arrows[number], votes[number] ?? 0, lengths[number] ?? 0];
            return (
              <tr key={label} class={label === picture.mark.answer ? css.answered : ""}>
                <th scope="row">{label}</th>
                <td>
                  {arrow && <Arrows {...{ arrow, vote, length, longest, room }} />}
                </td>
                <td>{fixed(agreements[number] ?? 0)}</td>
                <td>
                  {of(film.logits, iteration, number)} → {of(film.logits, iteration + 1, number)}
                </td>
                <td>
                  {of(film.couplings, iteration, number)} → {of(film.couplings, iteration + 1, number)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p class="words">{text("routing.legend")}</p>
    </section>
  );
}

/** In a column of numbers that are added up, all have as many decimals. */
function fixed(value: number): string {
  return value.toFixed(3).replace("-", "\u2212");
}

/** How far the arrows of all classes reach to the left and up, where the longest is 1. */
function roomFor(arrows: readonly Arrow[], longest: number): { left: number; up: number } {
  const left = Math.max(0.1, ...arrows.map(({ along }) => -along / longest));
  return { left, up: Math.max(0.25, ...arrows.map(({ aside }) => aside / longest)) };
}

interface ArrowsProps {
  arrow: Arrow;
  vote: number;
  length: number;
  longest: number;
  room: { left: number; up: number };
}

function Arrows({ arrow, vote, length, longest, room: { left, up } }: ArrowsProps) {
  const words = text("routing.arrow", { length: precise(vote), angle: Math.round(arrow.angle) });
  const [x, y] = [arrow.along / longest, -arrow.aside / longest];
  return (
    <svg class={css.arrows} viewBox={`${-left - 0.08} ${-up - 0.08} ${left + 1.16} ${up + 0.16}`} role="img" aria-label={words}>
      <Shaft x={length / longest} y={0} kind={css.outcome ?? ""} />
      <Shaft x={x} y={y} kind={(x < 0 ? css.against : css.along) ?? ""} />
    </svg>
  );
}

/** From the middle to a point, with a head where there is room for one. */
function Shaft({ x, y, kind }: { x: number; y: number; kind: string }) {
  const size = Math.hypot(x, y);
  const head = Math.min(0.16, size / 2);
  const [ux, uy] = size > 0 ? [x / size, y / size] : [0, 0];
  const [bx, by] = [x - ux * head, y - uy * head];
  const points = [[x, y], [bx - uy * head * 0.6, by + ux * head * 0.6], [bx + uy * head * 0.6, by - ux * head * 0.6]];
  return (
    <g class={kind}>
      <line x1={0} y1={0} x2={bx} y2={by} />
      <polygon points={points.map((one) => one.join(",")).join(" ")} />
    </g>
  );
}
