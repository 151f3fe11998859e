// The picture as the network was given it, with what a map found on it and the part that one place has seen. Pressing it
// chooses a place, by pointer, touch or arrow keys.

import { useRef } from "preact/hooks";
import { text } from "../../text/text";
import { Cell } from "./Cell";
import type { Box, Place } from "./fields";
import type { ImageGrid } from "./worded";
import css from "./Maps.module.css";

interface Props {
  picture: ImageGrid;
  box: Box;
  at: Place;
  point: (pixel: Place | null) => void;
  choose: (pixel: Place | null) => void;
  children?: preact.ComponentChildren;
}

export function PictureField({ picture, box, at, point, choose, children }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const { height, width } = picture;
  const pixel = (event: MouseEvent): Place => {
    const { left, top, width: wide, height: high } = (frame.current as HTMLElement).getBoundingClientRect();
    return [clamped(((event.clientY - top) / high) * height, height), clamped(((event.clientX - left) / wide) * width, width)];
  };
  const press = (event: KeyboardEvent) => {
    const [down, across] = MOVES[event.key] ?? [0, 0];
    if (event.key === "Escape") choose(null);
    else if (down || across) choose([clamped(at[0] + down, height), clamped(at[1] + across, width)]);
    else return;
    event.preventDefault();
  };
  return (
    <div
      class={css.pictureField}
      ref={frame}
      style={{ "--ratio": width / height }}
      tabIndex={0}
      role="application"
      aria-label={text("maps.picture", { height, width, row: at[0] + 1, column: at[1] + 1 })}
      onPointerMove={(event) => event.pointerType === "mouse" && point(pixel(event))}
      onPointerLeave={() => point(null)}
      onClick={(event) => choose(pixel(event))}
      onKeyDown={press}
    >
      <Cell picture={picture} place={0} />
      {children}
      <span class={css.seenBox} style={boxStyle(box, height, width)} aria-hidden="true" />
    </div>
  );
}

const MOVES: Record<string, Place> = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function clamped(value: number, size: number): number {
  return Math.min(size - 1, Math.max(0, Math.floor(value)));
}

/** Where a box lies in a picture, as parts of it; what lies beyond the edge is cut off. */
export function boxStyle(box: Box, height: number, width: number) {
  const [top, left] = [Math.max(0, box.top), Math.max(0, box.left)];
  const part = (value: number, of: number) => `${(100 * value) / of}%`;
  return {
    top: part(top, height),
    left: part(left, width),
    height: part(Math.min(height, box.top + box.height) - top, height),
    width: part(Math.min(width, box.left + box.width) - left, width),
  };
}
