// The memory before a step, what is erased and added, and after it; one of its numbers can be changed.

import { useMemo, useState } from "preact/hooks";
import { precise } from "../../text/numbers";
import { text } from "../../text/text";
import { unpacked } from "./arrays";
import type { Asking } from "./asking";
import { moved } from "./cells";
import { askedFor, sizeOf, stepOf } from "./tapes";
import { ValueCanvas } from "./ValueCanvas";
import type { Tape } from "./worded";
import css from "./Tape.module.css";

/** The largest number that the view takes: all numbers of the memory come on one scale. */
const MOST_WRITTEN = 10;

interface Props {
  picture: Tape;
  at: number;
  asking: Asking;
}

export function Memory({ picture, at, asking }: Props) {
  const { slots, width } = sizeOf(picture);
  const step = useMemo(() => stepOf(picture, at), [picture, at]);
  const scale = Math.max(1, unpacked(picture.memory).scale);
  const [cell, choose] = useState<number | null>(picture.edit ? picture.edit.number * slots + picture.edit.place : null);
  const find = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    const box = event.currentTarget.getBoundingClientRect();
    const [column, row] = [Math.floor(((event.clientX - box.left) / box.width) * slots), Math.floor(((event.clientY - box.top) / box.height) * width)];
    choose(Math.max(0, Math.min(width - 1, row)) * slots + Math.max(0, Math.min(slots - 1, column)));
  };
  const press = (event: KeyboardEvent) => {
    const next = moved(event.key, cell ?? 0, slots, width);
    if (next === null) return;
    event.preventDefault();
    choose(cell === null ? 0 : next);
  };
  const spot = cell === null ? null : { left: `${(100 * (cell % slots)) / slots}%`, top: `${(100 * Math.floor(cell / slots)) / width}%`, width: `${100 / slots}%`, height: `${100 / width}%` };
  const where = cell === null ? "" : text("tape.cell", { step: at + 1, place: (cell % slots) + 1, number: Math.floor(cell / slots) + 1, value: precise(step.after[cell] ?? 0) });
  return (
    <div class={css.rows} role="group" aria-label={text("tape.memory")}>
      {(["before", "erased", "added", "after"] as const).map((name) => (
        <div class={css.row} key={name}>
          <span class={css.name}>{text(`tape.${name}`)}</span>
          {name === "after" ? (
            <div class={`${css.sheet} ${css.chosen}`} style={{ "--high": width }} role="slider" tabIndex={0} aria-label={text("tape.choose")} aria-valuemin={0} aria-valuemax={slots * width - 1} aria-valuenow={cell ?? 0} aria-valuetext={where || undefined} onPointerDown={find} onKeyDown={press}>
              <ValueCanvas values={step.after} height={width} width={slots} scale={scale} />
              {spot && <span class={css.spot} style={spot} aria-hidden="true" />}
            </div>
          ) : (
            <div class={css.sheet} style={{ "--high": width }}>
              <ValueCanvas values={step[name]} height={width} width={slots} scale={scale} />
            </div>
          )}
        </div>
      ))}
      {cell !== null && <Change key={`${at} ${cell}`} {...{ picture, at, asking, cell, where }} value={step.after[cell] ?? 0} />}
    </div>
  );
}

function Change({ picture, at, asking, cell, where, value }: Props & { cell: number; where: string; value: number }) {
  const { slots } = sizeOf(picture);
  const [typed, type] = useState(value.toFixed(2));
  const number = Number(typed);
  const fits = typed.trim() !== "" && Number.isFinite(number) && Math.abs(number) <= MOST_WRITTEN;
  const change = (event: Event) => {
    event.preventDefault();
    if (fits) asking.ask(askedFor(picture, `${at},${cell % slots},${Math.floor(cell / slots)},${number}`));
  };
  return (
    <form class={css.change} onSubmit={change}>
      <p>{where}</p>
      <label>
        <span>{text("tape.value")}</span>
        <input type="number" step="any" value={typed} onInput={(event) => type(event.currentTarget.value)} />
      </label>
      <button type="submit" class="small wide" disabled={!fits}>
        {text("tape.change")}
      </button>
    </form>
  );
}
