// Examples in a plane: each is drawn as its class, by hue and by sign, so that neither has to be seen to be told. One that
// is pressed is opened.

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { ground } from "../../state/ground";
import { text } from "../../text/text";
import type { Asking } from "./asking";
import { Legend } from "./Legend";
import { Opened } from "./Opened";
import { hueOf, labelsOf, nearestDot, place, ROOM, SIDE, signOf } from "./dots";
import type { Scatter as Picture } from "./worded";
import css from "./Answers.module.css";
import heatCss from "./Heat.module.css";

export function Scatter({ picture, asking }: { picture: Picture; asking: Asking }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [pointed, point] = useState<number | null>(null);
  const labels = useMemo(() => labelsOf(picture), [picture]);
  useEffect(() => {
    if (canvas.current) draw(canvas.current, picture, labels, pointed);
  }, [picture, labels, pointed, ground.value]);
  const wrong = picture.dots.filter((dot) => dot.answer !== dot.label).length;
  const under = ({ offsetX, offsetY, currentTarget }: MouseEvent) => {
    const scale = SIDE / (currentTarget as HTMLElement).clientWidth;
    return nearestDot(picture, offsetX * scale, offsetY * scale);
  };
  const opened = picture.opened;
  const open = opened !== null && opened.marks[0]?.question === asking.question;
  const called = (label: string) => picture.names[label] ?? label;
  const dot = pointed === null ? undefined : picture.dots[pointed];
  return (
    <>
      <p class={css.score}>{text("inside.score", { right: picture.dots.length - wrong, of: picture.dots.length })}</p>
      <canvas
        ref={canvas}
        class={heatCss.scatter}
        width={2 * SIDE}
        height={2 * SIDE}
        role="img"
        aria-label={text("inside.scatter", { what: picture.text })}
        onPointerMove={(event) => point(under(event))}
        onPointerLeave={() => point(null)}
        onClick={(event) => asking.ask(picture.dots[under(event) ?? -1]?.question ?? "")}
      />
      <p class={heatCss.dotWords}>{dot ? text(dot.answer === dot.label ? "inside.dot" : "inside.dot.wrong", { label: called(dot.label), answer: called(dot.answer) }) : ""}</p>
      <p class="words">{picture.text}</p>
      <Legend labels={labels} called={called} />
      {open && <Opened picture={opened} place={0} words={asking.words} move={() => {}} close={() => asking.ask("")} />}
    </>
  );
}

function draw(canvas: HTMLCanvasElement, picture: Picture, labels: readonly string[], pointed: number | null): void {
  const context = canvas.getContext("2d");
  if (!context) return;
  const style = getComputedStyle(canvas);
  context.setTransform(2, 0, 0, 2, 0, 0);
  context.clearRect(0, 0, SIDE, SIDE);
  context.font = `600 11px ${style.fontFamily}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.strokeStyle = style.color;
  picture.dots.forEach((dot, number) => {
    const [x, y] = place(dot);
    context.fillStyle = hueOf(labels, dot.label);
    context.fillText(signOf(labels, dot.label), x, y);
    if (dot.answer !== dot.label) context.strokeRect(x - 6, y - 7, 12, 14);
    if (number !== pointed) return;
    context.beginPath();
    context.arc(x, y, ROOM, 0, 2 * Math.PI);
    context.stroke();
  });
}
