// A machine with a memory, step by step: its bits, what a head emits, the four stages of its weights, what becomes of memory.

import { useEffect, useMemo, useState } from "preact/hooks";
import "../../text/tape";
import { precise, whole } from "../../text/numbers";
import { text } from "../../text/text";
import { Icon } from "../Icon";
import { part, unpacked } from "./arrays";
import type { Asking } from "./asking";
import { Knobs } from "./Knobs";
import { Stages } from "./TapeHead";
import { Memory } from "./TapeMemory";
import { answers, askedFor, sizeOf, turn } from "./tapes";
import { ValueCanvas } from "./ValueCanvas";
import type { Tape } from "./worded";
import css from "./Tape.module.css";

/** Milliseconds a step is seen for; of many steps, so much less that all of them take no longer than a film. */
const [PACE, QUICKEST, FILM] = [700, 120, 30_000];

export function TapePicture({ picture, asking }: { picture: Tape; asking: Asking }) {
  const { steps, slots } = sizeOf(picture);
  const [shown, show] = useState(picture.edit?.step ?? 0);
  const at = Math.min(shown, steps - 1);
  return (
    <div class={css.tape} style={{ "--places": slots, "--steps": steps }}>
      <div class={css.controls}>
        <Steps steps={steps} at={at} show={show} />
        <Knobs knobs={picture.knobs} turn={(name, value) => asking.ask(askedFor(picture, "", { [name]: value }))} />
      </div>
      <Score picture={picture} asking={asking} />
      <Bits picture={picture} at={at} show={show} />
      <Stages picture={picture} at={at} />
      <Memory picture={picture} at={at} asking={asking} />
    </div>
  );
}

function Steps({ steps, at, show }: { steps: number; at: number; show: (at: number) => void }) {
  const [playing, play] = useState(false);
  useEffect(() => {
    if (!playing) return;
    if (at >= steps - 1) return play(false);
    const next = setTimeout(() => show(at + 1), Math.max(QUICKEST, Math.min(PACE, FILM / steps)));
    return () => clearTimeout(next);
  }, [playing, at, steps]);
  const press = () => {
    if (!playing && at >= steps - 1) show(0);
    play(!playing);
  };
  return (
    <div class={css.steps}>
      <button type="button" class={`small ${css.play}`} onClick={press}>
        <Icon name={playing ? "pause" : "play"} /> {text(playing ? "tape.stop" : "tape.play")}
      </button>
      <label>
        <span>{text("tape.step")}</span>
        <input type="range" min={1} max={steps} step={1} value={at + 1} style={{ "--part": `${(100 * at) / Math.max(1, steps - 1)}%` }} onInput={(event) => show(Number(event.currentTarget.value) - 1)} />
        <output>{text("tape.at", { step: at + 1, of: steps })}</output>
      </label>
    </div>
  );
}

function Score({ picture, asking }: { picture: Tape; asking: Asking }) {
  const { wrong, of, edit } = picture;
  return (
    <div class={css.score}>
      <p data-right={wrong === 0 || undefined}>{wrong === 0 ? text("tape.right", { of: whole(of) }) : text("tape.wrong", { wrong: whole(wrong), of: whole(of) })}</p>
      {wrong > 0 && <p class="words">{text("tape.orange")}</p>}
      {edit && (
        <p class="words">
          {text("tape.edited", { step: edit.step + 1, place: edit.place + 1, number: edit.number + 1, before: precise(edit.before), value: precise(edit.value) })} {picture.remarks.join(" ")}
        </p>
      )}
      {edit && (
        <button type="button" class="small wide" onClick={() => asking.ask(askedFor(picture, ""))}>
          {text("tape.undo")}
        </button>
      )}
    </div>
  );
}

/** Given, wanted and written, time to the right; a press goes to that step. */
function Bits({ picture, at, show }: { picture: Tape; at: number; show: (at: number) => void }) {
  const { steps } = sizeOf(picture);
  const rows = useMemo(
    () =>
      (["inputs", "targets", "outputs"] as const).map((name) => {
        const values = unpacked(picture[name]);
        const bits = values.shape[1] ?? 1;
        const seen = name === "outputs" ? answers(picture) : values.all;
        return { name, bits, sheet: turn(seen, steps, bits) };
      }),
    [picture],
  );
  const find = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    show(Math.max(0, Math.min(steps - 1, Math.floor(((event.clientX - left) / width) * steps))));
  };
  return (
    <div class={css.rows} role="group" aria-label={text("tape.bits")}>
      {rows.map(({ name, bits, sheet }) => (
        <div class={css.row} key={name}>
          <span class={css.name}>{text(`tape.${name}`)}</span>
          <div class={css.sheet} style={{ "--high": bits }} onPointerDown={find}>
            <ValueCanvas values={sheet} height={bits} width={steps} scale={1} />
            <span class={css.cursor} style={{ left: `${(100 * at) / steps}%`, width: `${100 / steps}%` }} aria-hidden="true" />
            <span class="unseen">{[...part(unpacked(picture[name]), at)].map((bit) => precise(bit)).join(" ")}</span>
          </div>
        </div>
      ))}
    </div>
  );
}
