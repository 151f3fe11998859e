// Figures in planes side by side: outlines and arrows to scale. One that can be moved follows the pointer, a finger or arrow keys.

import { useRef, useState } from "preact/hooks";
import "../../text/convolved";
import { setInLaboratory } from "../../state/laboratory";
import { text } from "../../text/text";
import { floats } from "./packed";
import type { Outline, Plane, Planes } from "./worded";
import css from "./Planes.module.css";

export function PlanesPicture({ picture }: { picture: Planes }) {
  return (
    <div class={css.planes}>
      <div class={css.row}>
        {picture.planes.map((plane, place) => (
          <OnePlane key={place} plane={plane} />
        ))}
      </div>
      {picture.remarks.map((remark, place) => (
        <p class="words" key={place}>
          {remark}
        </p>
      ))}
    </div>
  );
}

function OnePlane({ plane }: { plane: Plane }) {
  const [[left, right], [bottom, top]] = [plane.across, plane.up];
  const [width, height] = [right - left, top - bottom];
  const frame = useRef<SVGSVGElement>(null);
  const [pointed, point] = useState("");
  const unit = width / 100;
  return (
    <figure class={css.plane} style={{ "--ratio": width / height }}>
      {plane.title && <figcaption>{plane.title}</figcaption>}
      <svg ref={frame} viewBox={`${left} ${-top} ${width} ${height}`} role="group" aria-label={plane.title} onPointerMove={(event) => point(named(event))} onPointerLeave={() => point("")}>
        {plane.outlines.map((figure, place) => (
          <Drawing key={place} figure={figure} unit={unit} frame={frame} pointed={pointed !== "" && pointed === figure.name} />
        ))}
      </svg>
    </figure>
  );
}

function named(event: PointerEvent): string {
  return (event.target as Element).closest<SVGGElement>("[data-name]")?.dataset.name ?? "";
}

interface Props {
  figure: Outline;
  /** A hundredth of the plane's width. */
  unit: number;
  frame: { current: SVGSVGElement | null };
  /** Whether it, or another of the same name, is pointed at: what has one name is one thing. */
  pointed: boolean;
}

const STEP = 0.05;
const MOVES: Record<string, readonly [number, number]> = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, STEP], ArrowDown: [0, -STEP] };

function Drawing({ figure, unit, frame, pointed }: Props) {
  const points = pairs(figure.points.values);
  const thick = figure.weight === 0 ? 0 : unit * (0.3 + 1.5 * figure.weight);
  const middle = [0, 1].map((axis) => points.reduce((sum, point) => sum + (point[axis] ?? 0), 0) / points.length);
  const [across = 0, up = 0] = middle;
  const shape = { class: classOf(figure), "data-hue": figure.hue ?? undefined, style: { "--thick": thick, "--dash": figure.dashed ? `${2 * unit} ${1.5 * unit}` : "none", opacity: 0.35 + 0.65 * Math.min(1, figure.weight + (figure.filled ? 0.5 : 0)) } };
  return (
    <g data-name={figure.name || undefined} data-pointed={pointed || undefined} {...(figure.moves ? moved(figure, figure.moves, frame) : { role: figure.name ? ("img" as const) : undefined, "aria-label": figure.name || undefined })}>
      {figure.name && !figure.labelled && <title>{figure.name}</title>}
      {figure.closed ? <polygon points={written(points)} {...shape} /> : <polyline points={written(points)} {...shape} />}
      {figure.arrow && <polygon points={written(head(points, unit * (2 + 3 * figure.weight)))} {...shape} class={`${shape.class} ${css.filled}`} />}
      {figure.labelled && (
        <text x={across} y={-up} style={{ fontSize: letters(figure.name, points, unit) }}>
          {figure.name.split("\n").map((line, place, all) => (
            <tspan key={place} x={across} dy={place === 0 ? `${0.35 - 0.6 * (all.length - 1)}em` : "1.2em"}>
              {line}
            </tspan>
          ))}
        </text>
      )}
    </g>
  );
}

/** As large as its outline has room for. */
function letters(name: string, points: readonly [number, number][], unit: number): number {
  const lines = name.split("\n");
  const room = (axis: 0 | 1) => Math.max(...points.map((point) => point[axis])) - Math.min(...points.map((point) => point[axis]));
  return Math.min(3.2 * unit, room(0) / (0.62 * Math.max(...lines.map((line) => line.length))), room(1) / (1.35 * lines.length));
}

function classOf(figure: Outline): string {
  return [css.figure, figure.filled && css.filled, figure.moves && css.movable].filter(Boolean).join(" ");
}

function pairs(values: string): [number, number][] {
  const all = floats(values);
  return Array.from({ length: all.length >> 1 }, (_, place) => [all[2 * place] ?? 0, all[2 * place + 1] ?? 0]);
}

function written(points: readonly (readonly [number, number])[]): string {
  return points.map(([x, y]) => `${x},${-y}`).join(" ");
}

/** The head of an arrow that ends where the path does. */
function head(points: readonly [number, number][], size: number): [number, number][] {
  const [[x, y], [from, below]] = [points.at(-1) ?? [0, 0], points.at(-2) ?? [0, 0]];
  const angle = Math.atan2(y - below, x - from);
  const corner = (turn: number): [number, number] => [x - size * Math.cos(angle + turn), y - size * Math.sin(angle + turn)];
  return [[x, y], corner(0.4), corner(-0.4)];
}

/** Its two settings follow the pointer that holds it, and arrow keys. */
function moved({ name, at }: Outline, [across, up]: [string, string], frame: Props["frame"]) {
  const set = ([x, y]: readonly [number, number]) => {
    setInLaboratory(across, tidy(x));
    setInLaboratory(up, tidy(y));
  };
  const place = (event: PointerEvent): [number, number] => {
    const svg = frame.current as SVGSVGElement;
    const { left, top, width, height } = svg.getBoundingClientRect();
    const box = svg.viewBox.baseVal;
    return [box.x + ((event.clientX - left) / width) * box.width, -(box.y + ((event.clientY - top) / height) * box.height)];
  };
  return {
    role: "application" as const,
    tabindex: 0,
    "aria-label": text("plane.movable", { name, across: at[0], up: at[1] }),
    onPointerDown: (event: PointerEvent) => {
      (event.currentTarget as Element).setPointerCapture(event.pointerId);
      event.preventDefault();
    },
    onPointerMove: (event: PointerEvent) => event.buttons > 0 && set(place(event)),
    onKeyDown: (event: KeyboardEvent) => {
      const move = MOVES[event.key];
      if (move === undefined) return;
      event.preventDefault();
      set([at[0] + move[0], at[1] + move[1]]);
    },
  };
}

const FURTHEST = 1.5;

function tidy(value: number): number {
  return Math.round(Math.min(FURTHEST, Math.max(-FURTHEST, value)) * 20) / 20;
}
