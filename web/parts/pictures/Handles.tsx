// Charts with lines that are dragged, by pointer, finger or keys; all charts of a picture move together, and the picture is
// asked for anew with what they are put to.

import { useEffect, useRef, useState } from "preact/hooks";
import { figure } from "../../text/numbers";
import { sentences } from "../../text/text";
import type { Asking } from "./asking";
import { asked, asking as questionOf, keyed, placeOf, repeats, shareOf, valueAt } from "./handles";
import { type Frame, frameOf } from "./lines";
import { LinesPicture } from "./LinesPicture";
import type { Handle, Lines } from "./worded";
import css from "./Handles.module.css";

export function HandledCharts({ charts, asking }: { charts: readonly Lines[]; asking: Asking }) {
  const [put, keep] = useState<Record<string, number>>({});
  // What is asked may be put elsewhere, or put back: then that counts.
  useEffect(() => keep(asked(asking.question)), [asking.question]);
  const handles = charts.flatMap((chart) => chart.handles);
  const at = ({ name, value }: Handle) => put[name] ?? value;
  const move = (name: string, value: number) => {
    const next = { ...Object.fromEntries(handles.map((one) => [one.name, at(one)])), [name]: value };
    keep(next);
    asking.ask(questionOf(next));
  };
  return (
    <>
      {charts.map((chart, place) => (
        <LinesPicture key={place} picture={chart}>
          {chart.handles.map((handle) => (
            <Grip key={handle.name} of={chart.title} handle={handle} frame={frameOf(chart)} value={at(handle)} move={(value) => move(handle.name, value)} />
          ))}
        </LinesPicture>
      ))}
    </>
  );
}

interface Props {
  of: string;
  handle: Handle;
  frame: Frame;
  value: number;
  move: (value: number) => void;
}

function Grip({ of, handle, frame, value, move }: Props) {
  const upright = handle.axis === "across";
  const share = shareOf(handle, frame, value);
  const place = (part: number) => ({ [upright ? "left" : "top"]: `${100 * part}%` });
  const axis = upright ? css.across : css.up;
  const ends = [placeOf(handle, handle.lowest), placeOf(handle, handle.highest)];
  // How far from its line the grip was taken hold of, so that it does not jump there.
  const hold = useRef(0);
  const under = ({ clientX, clientY, currentTarget }: PointerEvent & { currentTarget: HTMLElement }) => {
    const { left, top, width, height } = (currentTarget.parentElement ?? currentTarget).getBoundingClientRect();
    return upright ? (clientX - left) / width : (clientY - top) / height;
  };
  return (
    <>
      {repeats(handle, frame, value).map((again) => (
        <span class={`${css.line} ${axis} ${css.again}`} style={place(again)} key={again} />
      ))}
      <span class={`${css.line} ${axis}`} style={place(share)} />
      <div
        class={`${css.grip} ${axis}`}
        style={{ ...place(share), "--share": `${-100 * share}%` }}
        role="slider"
        tabIndex={0}
        aria-label={sentences([of, handle.title])}
        aria-orientation={upright ? "horizontal" : "vertical"}
        aria-valuemin={Math.min(...ends)}
        aria-valuemax={Math.max(...ends)}
        aria-valuenow={placeOf(handle, value)}
        aria-valuetext={value === 0 ? handle.off : figure(value)}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          hold.current = under(event) - share;
        }}
        onPointerMove={(event) => {
          if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
          const next = valueAt(handle, frame, under(event) - hold.current);
          if (next !== value) move(next);
        }}
        onKeyDown={(event) => {
          const next = keyed(handle, frame, value, event.key);
          if (next === null) return;
          event.preventDefault();
          if (next !== value) move(next);
        }}
      >
        {value === 0 ? handle.off : `${handle.title} ${figure(value)}`}
      </div>
    </>
  );
}
