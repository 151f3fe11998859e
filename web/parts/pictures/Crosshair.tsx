// The crosshair of a picture of lines: it follows the pointer without asking the server, and keys move it as they move a slider.

import { cross, crossedAt } from "../../state/crossed";
import { figure } from "../../text/numbers";
import { row, sentences, text } from "../../text/text";
import { across, down, type Frame, frameOf, pathPoint, placeAt, type Reading, readings, unpackedLines } from "./lines";
import { paint } from "./paint";
import type { Lines } from "./worded";
import css from "./Lines.module.css";

/** Pixels from a point of a path that still mean it. */
const REACH = 14;
/** Arrow keys go through the axis in about so many steps; with shift from point to point. */
const STEPS = 120;
/** The share of the frame that a tangent is long. */
const TANGENT = 0.3;

/** The place that is read off, and the point of paths. */
export function readPlaces(picture: Lines): { place: number; along: number } {
  const last = Math.max(0, ...unpackedLines(picture).map((line) => (line.path ? line.ys.length - 1 : 0)));
  const chosen = picture.along === "" ? undefined : crossedAt(picture.along);
  const middle = picture.start + (picture.step * (picture.count - 1)) / 2;
  return { place: placeAt(picture, crossedAt(picture.across) ?? picture.at ?? middle), along: Math.min(last, chosen ?? last) };
}

export function Crosshair({ picture }: { picture: Lines }) {
  const [frame, lines] = [frameOf(picture), unpackedLines(picture)];
  const { place, along } = readPlaces(picture);
  const read = readings(lines, place, along);
  const x = picture.start + place * picture.step;
  const put = (to: number) => cross(picture.across, picture.start + Math.max(0, Math.min(picture.count - 1, to)) * picture.step);
  const point = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
    const at = { x: event.clientX - left, y: event.clientY - top };
    put(placeAt(picture, frame.from + (at.x / width) * (frame.to - frame.from)));
    const near = pathPoint(lines, frame, at, { width, height }, REACH);
    if (near !== null) cross(picture.along, near);
  };
  return (
    <div
      class={css.crosshair}
      role="slider"
      tabIndex={0}
      aria-label={sentences([picture.title, text("lines.read", { across: picture.across })])}
      aria-valuemin={frame.from}
      aria-valuemax={frame.to}
      aria-valuenow={x}
      aria-valuetext={row([placeWords(picture, x), ...read.map(spoken)])}
      onPointerMove={point}
      onPointerDown={point}
      onKeyDown={(event) => {
        const to = keyed(event, place, picture.count);
        const turn = picture.along === "" ? 0 : ({ ArrowUp: 1, ArrowDown: -1 }[event.key] ?? 0);
        if (to === null && turn === 0) return;
        event.preventDefault();
        if (to !== null) put(to);
        else cross(picture.along, Math.max(0, along + turn));
      }}
    >
      {lines.some((line) => !line.path) && <span class={css.hair} style={{ left: `${100 * across(frame, x)}%` }} />}
      <svg viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
        {read.map((one) => one.slope !== undefined && !one.line.path && <Tangent key={one.line.name} frame={frame} reading={one} />)}
      </svg>
      {read.map((one) => (
        <Dot key={one.line.name} frame={frame} reading={one} />
      ))}
    </div>
  );
}

/** "layer 3: conv2" where x has a name there. */
export function placeWords({ across, start, step, names }: Pick<Lines, "across" | "start" | "step" | "names">, x: number): string {
  const name = names[Math.round((x - start) / (step || 1))];
  if (name !== undefined) return text("lines.named", { name: across, value: figure(x), words: name });
  return text("lines.at", { name: across, value: figure(x) });
}

function spoken({ line, y, words }: Reading): string {
  return [line.name, figure(y), words].filter(Boolean).join(" ");
}

/** Where a key moves the place to; null where it means nothing here. */
function keyed({ key, shiftKey }: KeyboardEvent, place: number, count: number): number | null {
  const stride = shiftKey ? 1 : Math.max(1, Math.round(count / STEPS));
  const steps: Record<string, number> = { ArrowRight: stride, ArrowLeft: -stride, PageUp: 10 * stride, PageDown: -10 * stride };
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  return steps[key] === undefined ? null : place + steps[key];
}

function Dot({ frame, reading: { line, x, y } }: { frame: Frame; reading: Reading }) {
  const [left, top] = [across(frame, x), down(frame, y)];
  // Who left the frame is not drawn at its edge.
  if (!(left >= -0.001 && left <= 1.001 && top >= -0.001 && top <= 1.001)) return null;
  const { style, ...dashed } = paint(line.hue);
  return <span class={line.path ? `${css.readDot} ${css.ofPath}` : css.readDot} {...dashed} style={{ ...style, left: `${100 * left}%`, top: `${100 * top}%` }} />;
}

function Tangent({ frame, reading: { line, x, y, slope = 0 } }: { frame: Frame; reading: Reading }) {
  const half = ((frame.to - frame.from) * TANGENT) / 2;
  const ends = [x - half, x + half].map((at) => [across(frame, at), down(frame, y + slope * (at - x))] as const);
  if (!ends.flat().every(Number.isFinite)) return null;
  return <polyline class={css.tangent} points={ends.map((end) => end.join(",")).join(" ")} {...paint(line.hue)} />;
}
