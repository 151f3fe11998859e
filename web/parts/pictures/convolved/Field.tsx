// One picture of a chain of convolutions: its pixels, what is marked on it, and a pointer that a mouse, a finger or arrow keys move.

import { useEffect, useRef } from "preact/hooks";
import { ground } from "../../../state/ground";
import { ValueCanvas } from "../ValueCanvas";
import type { Maps, Touched } from "./chain";
import css from "../Convolved.module.css";

export type Place = readonly [number, number];

/** What is marked: the number itself, what it is made of, what it makes. */
export type Marked = "itself" | "inputs" | "outputs" | "";

interface Props {
  maps: Maps;
  /** Null for red, green and blue in one. */
  map: number | null;
  look: "light" | "ink" | "signed";
  scale: number;
  name: string;
  touched: Touched | undefined;
  marked: Marked;
  at: Place | null;
  point: (place: Place) => void;
  choose: (place: Place) => void;
}

const MOVES: Record<string, Place> = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

export function Field({ maps, map, look, scale, name, touched, marked, at, point, choose }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const { height, width } = maps;
  const place = (event: MouseEvent): Place => {
    const { left, top, width: wide, height: high } = (frame.current as HTMLElement).getBoundingClientRect();
    return [within(Math.floor(((event.clientY - top) / high) * height), height), within(Math.floor(((event.clientX - left) / wide) * width), width)];
  };
  const press = (event: KeyboardEvent) => {
    const move = MOVES[event.key];
    if (move === undefined) return;
    event.preventDefault();
    const [row, column] = at ?? [Math.floor(height / 2), Math.floor(width / 2)];
    choose([within(row + move[0], height), within(column + move[1], width)]);
  };
  return (
    <div
      class={css.field}
      ref={frame}
      style={{ "--ratio": width / height }}
      tabIndex={0}
      role="application"
      aria-label={name}
      onPointerMove={(event) => event.pointerType === "mouse" && point(place(event))}
      onClick={(event) => choose(place(event))}
      onFocus={() => at === null && choose([Math.floor(height / 2), Math.floor(width / 2)])}
      onKeyDown={press}
    >
      {look === "signed" ? <ValueCanvas values={part(maps, map ?? 0)} height={height} width={width} scale={scale} /> : <Pixels maps={maps} map={map} ink={look === "ink"} />}
      {touched && marked !== "" && (
        <svg class={`${css.marks} ${inks()[marked]}`} viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
          {cells(touched).map(([row, column]) => (
            <rect key={`${row},${column}`} x={column} y={row} width={1} height={1} />
          ))}
        </svg>
      )}
    </div>
  );
}

function inks() {
  return { itself: css.itself, inputs: css.inputs, outputs: css.outputs };
}

/** More would be a blur, and slow. */
const MOST = 400;

function cells({ rows, columns }: Touched): Place[] {
  return rows.flatMap((row) => columns.map((column) => [row, column] as const)).slice(0, MOST);
}

function within(value: number, size: number): number {
  return Math.min(size - 1, Math.max(0, value));
}

export function part({ all, height, width }: Maps, map: number): Float64Array {
  return all.subarray(map * height * width, (map + 1) * height * width);
}

/** From black to white, or as ink on paper; what is beyond is cut off there. */
function Pixels({ maps, map, ink }: { maps: Maps; map: number | null; ink: boolean }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { height, width } = maps;
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context) return;
    const image = context.createImageData(width, height);
    const colours = map === null ? [0, 1, 2] : [map, map, map];
    for (let place = 0; place < height * width; place++) {
      const levels = colours.map((colour) => Math.min(1, Math.max(0, maps.all[colour * height * width + place] ?? 0)));
      image.data.set([...levels.map((level) => Math.round(255 * (ink ? 1 - level : level))), 255], 4 * place);
    }
    context.putImageData(image, 0, 0);
  }, [maps, map, ink, ground.value]);
  return <canvas class={css.pixels} ref={canvas} width={width} height={height} aria-hidden="true" />;
}
