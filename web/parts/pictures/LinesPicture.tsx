// Named lines over one x: the first as strong as text, the others in colours, with ticks at round numbers. Where the picture
// says what its x is, numbers are read off by pointer, touch or arrow keys.

import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import { plain } from "../../text/numbers";
import { row } from "../../text/text";
import { later } from "../later";
import { Crosshair } from "./Crosshair";
import { LineNumbers } from "./LineNumbers";
import { across, down, type Frame, frameOf, heights, type Line, stretched, strokes, unpackedLines } from "./lines";
import { Play } from "./Play";
import { paint } from "./paint";
import { ticks } from "./packed";
import type { Lines, Stretch } from "./worded";
import css from "./Lines.module.css";

const Formulas = later<{ picture: Lines }>(async () => (await import("./Formulas")).Formulas);

/** With what lies over the lines: handles. */
export function LinesPicture({ picture, children = [] }: { picture: Lines; children?: ComponentChildren[] }) {
  const frame = frameOf(picture);
  const read = picture.across !== "";
  const lines = unpackedLines(picture);
  return (
    <figure class={read ? `${css.lines} ${css.read}` : css.lines}>
      <figcaption>
        {picture.title && <h3>{picture.title}</h3>}
        {picture.along !== "" && <Play picture={picture} />}
        {picture.unit && !read && <span class="words">{picture.unit}</span>}
        {!read &&
          lines.map((line) => (
            <span class={css.lineName} key={line.name} {...paint(line.hue)}>
              {line.name}
            </span>
          ))}
      </figcaption>
      <div class={children.length > 0 ? `${css.linesPlot} ${css.handled}` : css.linesPlot}>
        {picture.shaded && <Shaded frame={frame} part={picture.shaded} />}
        {read && <Zeros frame={frame} />}
        <Strokes picture={picture} />
        <Ticks frame={frame} names={picture.names} />
        {read && <Crosshair picture={picture} />}
        {children}
      </div>
      {read && <LineNumbers picture={picture} />}
      {lines.some(({ formula }) => formula !== "") && <Formulas picture={picture} />}
      {picture.remarks.map((remark) => (
        <p class="words" key={remark}>
          {remark}
        </p>
      ))}
    </figure>
  );
}

function Strokes({ picture }: { picture: Lines }) {
  // The crosshair moves far oftener than the lines.
  return useMemo(() => {
    const [frame, lines] = [frameOf(picture), unpackedLines(picture)];
    return (
      <svg viewBox="0 0 1 1" preserveAspectRatio="none" role="img" aria-label={row(lines.map((line) => line.name))}>
        {lines.toReversed().map((line) => (
          <g key={line.name} {...paint(line.hue)}>
            {line.stretches.flatMap((stretch) => stretched(frame, line, stretch)).map((points, place) => (
              <polyline class={css.stretch} key={place} points={points} />
            ))}
            {strokes(frame, line.xs, line.ys).map((points, place) => (
              <polyline key={place} points={points} />
            ))}
            {line.path && <path class={css.points} d={dots(frame, line)} />}
          </g>
        ))}
      </svg>
    );
  }, [picture]);
}

/** Lines of no length with round ends: a circle would be stretched with the box. */
function dots(frame: Frame, { xs, ys }: Line): string {
  return ys.flatMap((y, place) => strokes(frame, [xs[place] ?? Number.NaN], [y])).map((point) => `M${point}h0`).join("");
}

/** A part of x with a ground and a name of its own. */
function Shaded({ frame, part: { start, end, words } }: { frame: Frame; part: Stretch }) {
  const [left, right] = [Math.max(0, across(frame, start)), Math.min(1, across(frame, end))];
  return (
    <span class={css.shaded} style={{ left: `${100 * left}%`, width: `${100 * Math.max(0, right - left)}%` }}>
      <span>{words}</span>
    </span>
  );
}

/** Where x and y are nothing, if that is in sight. */
function Zeros({ frame }: { frame: Frame }) {
  const [left, top] = [across(frame, 0), down(frame, 0)];
  return (
    <>
      {left > 0 && left < 1 && <span class={`${css.zero} ${css.x}`} style={{ left: `${100 * left}%` }} />}
      {top > 0 && top < 1 && <span class={`${css.zero} ${css.y}`} style={{ top: `${100 * top}%` }} />}
    </>
  );
}

/** 10⁻³ */
function power(value: number): string {
  return `10${[...String(Math.round(Math.log10(value)))].map((sign) => RAISED[sign] ?? "").join("")}`;
}

const RAISED: Record<string, string> = Object.fromEntries([..."-0123456789"].map((sign, place) => [sign, [..."⁻⁰¹²³⁴⁵⁶⁷⁸⁹"][place] ?? ""]));

function Ticks({ frame, names }: { frame: Frame; names: readonly string[] }) {
  return (
    <>
      {heights(frame).map((value) => (
        <span class={`${css.tick} ${css.y}`} key={value} style={{ top: `${100 * down(frame, value)}%` }}>
          {frame.log ? power(value) : plain(value)}
        </span>
      ))}
      {ticks(frame.from, frame.to, 5).filter((value) => names.length === 0 || Number.isInteger(value)).map((value) => (
        <span class={`${css.tick} ${css.x}`} key={value} style={{ left: `${100 * across(frame, value)}%` }}>
          {String(value)}
        </span>
      ))}
    </>
  );
}
