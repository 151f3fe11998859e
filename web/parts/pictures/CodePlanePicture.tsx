// A plane of codes: what the network draws at each cell, where pictures lie, and a walk. Where the pointer goes the nearest
// cell is shown at once; as soon as it rests the network draws that very place. All networks beside each other are walked
// together.

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { ground } from "../../state/ground";
import { inside, walkTo } from "../../state/inside";
import { text } from "../../text/text";
import "../../text/codes";
import type { Asking } from "./asking";
import { Cell } from "./Cell";
import { Choices } from "./Choices";
import { Legend } from "./Legend";
import { drawPlane } from "./codePlane";
import { cellAt, nearestLabel, type Place, stepped, turnedTo } from "./strips";
import type { CodePlane } from "./worded";
import css from "./CodePlane.module.css";

/** Where somebody walks is asked once the walk rests. */
let resting: ReturnType<typeof setTimeout> | undefined;
const REST = 120;

export function CodePlanePicture({ picture, asking }: { picture: CodePlane; asking: Asking }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [shown, show] = useState({ pictures: true, codes: true });
  const labels = useMemo(() => [...new Set(picture.dots.map(({ label }) => label))].filter(Boolean).sort(), [picture.dots]);
  const at = inside.walk.value ?? picture.at;
  useEffect(() => {
    if (canvas.current) void drawPlane(canvas.current, picture, labels, shown, at);
  }, [picture, labels, shown, at, ground.value]);
  const go = (next: Place) => {
    walkTo(next);
    clearTimeout(resting);
    resting = setTimeout(() => asking.ask(turnedTo(asking.question, "at", `${next.x},${next.y}`)), REST);
  };
  const called = (label: string) => picture.names[label] ?? label;
  const near = nearestLabel(picture.dots, at);
  return (
    <div class={css.plane}>
      <Choices choices={picture.choices} chosen={picture.chosen} label={text("codes.axes")} asking={{ ...asking, ask: (name) => asking.ask(turnedTo(asking.question, "axes", name)) }} />
      <canvas
        ref={canvas}
        role="application"
        tabIndex={0}
        aria-label={text("codes.walk", { axes: picture.text })}
        onPointerMove={(event) => go(under(event))}
        onPointerDown={(event) => go(under(event))}
        onKeyDown={(event) => {
          const next = stepped(at, event.key, event.shiftKey ? 0.1 : 0.02);
          if (next === null) return;
          event.preventDefault();
          go(next);
        }}
      />
      <div class={css.beside}>
        <figure>
          <Here picture={picture} at={at} />
          <figcaption>
            <span role="status">{near === "" ? text("codes.here") : text("codes.here.near", { label: called(near) })}</span>
          </figcaption>
        </figure>
        <Asked picture={picture} />
        <p class={css.layers}>
          <label>
            <input type="checkbox" checked={shown.pictures} onChange={() => show({ ...shown, pictures: !shown.pictures })} /> {text("codes.pictures")}
          </label>
          <label>
            <input type="checkbox" checked={shown.codes} onChange={() => show({ ...shown, codes: !shown.codes })} /> {text("codes.codes")}
          </label>
        </p>
        {picture.remarks.map((remark, place) => (
          <p class="words" key={place}>
            {remark}
          </p>
        ))}
        <p class="words">{text("codes.frame", { axes: picture.text })}</p>
        <Legend labels={labels} called={called} />
      </div>
    </div>
  );
}

/** The place under the pointer, as shares of the frame. */
function under({ clientX, clientY, currentTarget }: PointerEvent): Place {
  const { left, top, width, height } = (currentTarget as HTMLElement).getBoundingClientRect();
  const held = (share: number) => Math.max(0, Math.min(1, Number(share.toFixed(3))));
  return { x: held((clientX - left) / width), y: held(1 - (clientY - top) / height) };
}

/** What the network draws there, or the nearest cell until it has. */
function Here({ picture, at }: { picture: CodePlane; at: Place }) {
  const there = Math.abs(picture.at.x - at.x) + Math.abs(picture.at.y - at.y) < 1e-3;
  return there ? <Cell picture={picture.here} place={0} /> : <Cell picture={picture.grid} place={cellAt(picture.grid.columns, at)} />;
}

/** The picture that was asked, what is made of it, and of places drawn from its cloud. */
function Asked({ picture }: { picture: CodePlane }) {
  const { asked, samples } = picture;
  return (
    <div class={css.asked}>
      <figure>
        <Cell picture={asked} place={0} />
        <figcaption>{text("codes.asked")}</figcaption>
      </figure>
      <figure>
        <Cell picture={asked} place={1} />
        <figcaption>{text("codes.made")}</figcaption>
      </figure>
      {samples.length > 0 && (
        <figure>
          <div class={css.samples}>
            {samples.map((_, place) => (
              <Cell key={place} picture={asked} place={place + 2} />
            ))}
          </div>
          <figcaption>{text("codes.samples")}</figcaption>
        </figure>
      )}
    </div>
  );
}
