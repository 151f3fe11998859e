// All of the training in a thin strip, while the charts show a part of it: the part can be moved and made wider there.

import { effect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { draw } from "../../curves/drawing";
import { held } from "../../curves/range";
import { live, lookCloser, setFollow, shownWindow, wholeAxis } from "../../state/charted";
import { ground } from "../../state/ground";
import { headline, state, subjects } from "../../state/store";
import { text } from "../../text/text";
import { readColours } from "./colours";
import { placeWords } from "./scales";
import css from "./Charts.module.css";

export function Overview() {
  return (
    <div class={css.overview}>
      <Strip />
      {live.value && (
        <label class={css.follow}>
          <input type="checkbox" checked={state.follow.value} onChange={(event) => setFollow(event.currentTarget.checked)} />
          {text("charts.follow")}
        </label>
      )}
      <button type="button" class="small wide" onClick={() => lookCloser(null)}>
        {text("charts.whole")}
      </button>
    </div>
  );
}

type Part = "from" | "to" | "both";

function Strip() {
  const canvas = useRef<HTMLCanvasElement>(null);
  const strip = useRef<HTMLDivElement>(null);
  useEffect(() => (canvas.current ? paintOften(canvas.current) : undefined), []);
  const { from, to } = shownWindow.value;
  const whole = wholeAxis.value;
  const style = { "--from": `${(100 * from) / whole}%`, "--to": `${(100 * Math.min(to, whole)) / whole}%` };
  const drag = (part: Part) => (event: PointerEvent) => {
    event.preventDefault();
    if (strip.current) follow(event, part, strip.current.clientWidth);
  };
  return (
    <div class={css.strip} ref={strip} style={style} role="group" aria-label={text("charts.overview")}>
      <canvas ref={canvas} aria-hidden="true" />
      <span class={css.part} onPointerDown={drag("both")} />
      {(["from", "to"] as const).map((edge) => (
        <span
          key={edge}
          class={`${css.edge} ${edge === "from" ? css.from : css.to}`}
          role="slider"
          tabIndex={0}
          aria-label={text(`charts.edge.${edge}`)}
          aria-valuemin={0}
          aria-valuemax={whole}
          aria-valuenow={edge === "from" ? from : to}
          aria-valuetext={text(`axis.at.${state.axis.value}`, { value: placeWords(Number((edge === "from" ? from : to).toPrecision(4))) })}
          onPointerDown={drag(edge)}
          onKeyDown={(event) => {
            const way = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
            if (way === undefined) return;
            event.preventDefault();
            move(edge, (way * whole) / 50, shownWindow.peek());
          }}
        />
      ))}
    </div>
  );
}

/** The narrowest part that can still be taken hold of. */
const LEAST = 1e-3;

function move(part: Part, by: number, { from, to }: { from: number; to: number }): void {
  const whole = wholeAxis.peek();
  if (part === "both") return lookCloser(held({ from: from + by, to: to + by }, whole) ?? { from, to });
  const left = part === "from" ? Math.min(Math.max(0, from + by), to - whole * LEAST) : from;
  const right = part === "to" ? Math.max(Math.min(whole, to + by), from + whole * LEAST) : to;
  lookCloser(held({ from: left, to: right }, whole));
}

/** Until the pointer lets go. Listening at the window: the strip goes away when the part becomes the whole. */
function follow(down: PointerEvent, part: Part, width: number): void {
  const began = shownWindow.peek();
  const listening = new AbortController();
  const options = { signal: listening.signal };
  addEventListener("pointermove", (event) => move(part, ((event.clientX - down.clientX) / width) * wholeAxis.peek(), began), options);
  addEventListener("pointerup", () => listening.abort(), options);
  addEventListener("pointercancel", () => listening.abort(), options);
}

/** A strip need not follow every point. */
const EVERY = 250;

function paintOften(canvas: HTMLCanvasElement): () => void {
  let timer = 0;
  const later = () => {
    timer ||= window.setTimeout(() => {
      timer = 0;
      paint(canvas);
    }, EVERY);
  };
  paint(canvas);
  const forget = effect(() => {
    subjects.value;
    for (const changing of [state.axis, state.logarithmic, ground]) changing.value;
    later();
  });
  return () => {
    clearTimeout(timer);
    forget();
  };
}

function paint(canvas: HTMLCanvasElement): void {
  const context = canvas.getContext("2d");
  const first = headline.peek();
  if (context === null || first === null) return;
  const ratio = window.devicePixelRatio || 1;
  const { clientWidth: width, clientHeight: height } = canvas;
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  const shown = draw(subjects.peek(), first[0], {
    axis: state.axis.peek(),
    columns: Math.max(50, width / 2),
    window: { from: 0, to: wholeAxis.peek() },
    smoothing: 0,
    band: "off",
    flagWords: () => "",
  });
  const { hues } = readColours(canvas);
  const [least, most] = bounds(shown.ys.flat().filter((value) => typeof value === "number"));
  context.scale(ratio, ratio);
  context.lineWidth = 1;
  shown.strokes.forEach((stroke, place) => {
    if (stroke.role !== "validation" && stroke.role !== "mean validation") return;
    context.strokeStyle = hues[stroke.hue];
    context.globalAlpha = stroke.thin ? 0.4 : 1;
    context.beginPath();
    shown.x.forEach((x, row) => {
      const y = shown.ys[place]?.[row];
      if (typeof y === "number") context.lineTo((x / shown.window.to) * width, height - 3 - ((y - least) / (most - least || 1)) * (height - 6));
    });
    context.stroke();
  });
}

function bounds(values: readonly number[]): [number, number] {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return [least, most];
}
