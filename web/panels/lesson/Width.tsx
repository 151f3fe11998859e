// The edge between the charts and the lesson: drag it, or move it with the arrows.

import "../../text/lessons";
import { clamp } from "../../setup/scale";
import { state } from "../../state/store";
import { setWidth } from "../../state/teaching";
import { text } from "../../text/text";
import css from "./Lesson.module.css";

const LEAST = 280;
const MOST = 640;
const STEP = 24;

function put(width: number): void {
  setWidth(clamp(Math.round(width), LEAST, MOST));
}

export function Width() {
  const width = state.teaching.width.value;
  return (
    <div
      class={css.widthEdge}
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={text("lesson.width")}
      aria-valuemin={LEAST}
      aria-valuemax={MOST}
      aria-valuenow={width}
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) put(document.documentElement.clientWidth - event.clientX);
      }}
      onKeyDown={(event) => {
        const by = event.key === "ArrowLeft" ? STEP : event.key === "ArrowRight" ? -STEP : 0;
        if (by === 0) return;
        event.preventDefault();
        put(width + by);
      }}
    />
  );
}
