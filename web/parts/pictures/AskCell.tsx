// A canvas any of whose cells can be asked for: by pointer, or by keys that move a frame over it.

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { filled, text } from "../../text/text";
import type { Asking } from "./asking";
import { moved } from "./cells";
import type { Panel } from "./worded";
import css from "./Working.module.css";

interface Given {
  panel: Panel;
  asking: Asking;
  /** What a press does, and what a cell is, where it is not a unit at a step. */
  other?: { label: string; said: (row: number, column: number) => string };
  children: ComponentChildren;
}

export function AskCell({ panel, asking, other, children }: Given) {
  const [wide, high] = [panel.columns.length, panel.rows.length];
  const all = wide * high;
  const named = (at: number) => filled(panel.asks, { row: Math.floor(at / wide) + 1, column: (at % wide) + 1 });
  const asked = Array.from({ length: all }, (_, at) => at).find((at) => named(at) === asking.question);
  const [last, move] = useState(0);
  const [held, hold] = useState(false);
  const place = held ? last : (asked ?? last);
  const framed = held ? place : asked;
  const pointed = (event: MouseEvent & { currentTarget: HTMLElement }) => {
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
    const [row, column] = [Math.floor(((event.clientY - top) / height) * high), Math.floor(((event.clientX - left) / width) * wide)];
    return Math.max(0, Math.min(high - 1, row)) * wide + Math.max(0, Math.min(wide - 1, column));
  };
  const ask = (at: number) => asking.ask(named(at) === asking.question ? "" : named(at));
  return (
    <div
      class={css.askCell}
      role="slider"
      tabIndex={0}
      aria-label={other?.label ?? text("working.choose", { title: panel.title })}
      aria-valuemin={0}
      aria-valuemax={all - 1}
      aria-valuenow={place}
      aria-valuetext={other ? other.said(Math.floor(place / wide), place % wide) : text("working.cell", { unit: Math.floor(place / wide) + 1, step: (place % wide) + 1 })}
      onFocus={() => {
        move(place);
        hold(true);
      }}
      onBlur={() => hold(false)}
      onClick={(event) => {
        move(pointed(event));
        ask(pointed(event));
      }}
      onKeyDown={(event) => {
        const to = moved(event.key, place, wide, high);
        if (to !== null) move(to);
        else if (event.key === "Enter" || event.key === " ") ask(place);
        else if (event.key === "Escape" && asking.question !== "") asking.ask("");
        else return;
        event.preventDefault();
      }}
    >
      {children}
      {framed !== undefined && (
        <span
          class={css.frame}
          style={{
            left: `${(100 * (framed % wide)) / wide}%`,
            top: `${(100 * Math.floor(framed / wide)) / high}%`,
            width: `${100 / wide}%`,
            height: `${100 / high}%`,
          }}
        />
      )}
    </div>
  );
}
