// Examples in a plane: dots with their label, so that a class is told by its sign as well as by its hue.

import { useEffect, useRef } from "preact/hooks";
import { ground } from "../../state/ground";
import { text } from "../../text/text";
import type { Scatter as Picture } from "./worded";
import css from "./Answers.module.css";
import heatCss from "./Heat.module.css";

/** Pixels on a side; drawn twice as fine for dense screens. */
const SIDE = 360;
const MARGIN = 10;

export function Scatter({ picture }: { picture: Picture }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (canvas.current) draw(canvas.current, picture);
  }, [picture, ground.value]);
  const wrong = picture.dots.filter((dot) => dot.answer !== dot.label).length;
  return (
    <>
      <p class={css.score}>{text("inside.score", { right: picture.dots.length - wrong, of: picture.dots.length })}</p>
      <canvas ref={canvas} class={heatCss.scatter} width={2 * SIDE} height={2 * SIDE} role="img" aria-label={text("inside.scatter", { what: picture.text })} />
      <p class="words">{picture.text}</p>
    </>
  );
}

function draw(canvas: HTMLCanvasElement, picture: Picture): void {
  const context = canvas.getContext("2d");
  if (!context) return;
  const style = getComputedStyle(canvas);
  const labels = [...new Set(picture.dots.map((dot) => dot.label))].sort();
  context.setTransform(2, 0, 0, 2, 0, 0);
  context.clearRect(0, 0, SIDE, SIDE);
  context.font = `600 11px ${style.fontFamily}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (const dot of picture.dots) {
    const x = MARGIN + ((SIDE - 2 * MARGIN) * dot.x) / 1000;
    const y = SIDE - MARGIN - ((SIDE - 2 * MARGIN) * dot.y) / 1000;
    // ten even steps round the circle of hues, of one lightness for both themes
    context.fillStyle = `oklch(0.6 0.15 ${(360 * labels.indexOf(dot.label)) / Math.max(1, labels.length)})`;
    context.fillText(dot.label, x, y);
    if (dot.answer === dot.label) continue;
    context.strokeStyle = style.color;
    context.strokeRect(x - 6, y - 7, 12, 14);
  }
}
