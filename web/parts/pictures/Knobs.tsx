// Sliders by which a picture is asked for.

import { precise, whole } from "../../text/numbers";
import type { Asking } from "./asking";
import type { Knob } from "./worded";
import css from "./Knobs.module.css";

export function Knobs({ knobs, turn }: { knobs: readonly Knob[]; turn: (name: string, value: number) => void }) {
  if (knobs.length === 0) return null;
  return (
    <div class={css.knobs}>
      {knobs.map((knob) => (
        <Turn key={knob.name} knob={knob} turn={(value) => turn(knob.name, value)} />
      ))}
    </div>
  );
}

export function AskingKnobs({ knobs, asking }: { knobs: readonly Knob[]; asking: Asking }) {
  return <Knobs knobs={knobs} turn={(name, value) => asking.ask(turned(knobs, name, value))} />;
}

/** The part that asks for the same picture with one number changed. */
export function turned(knobs: readonly Knob[], changed: string, to: number): string {
  return knobs.map(({ name, value }) => `${name}=${name === changed ? to : value}`).join("&");
}

function Turn({ knob, turn }: { knob: Knob; turn: (value: number) => void }) {
  const { title, value, lowest, highest, step, names, shaded } = knob;
  const along = (one: number) => (highest > lowest ? (one - lowest) / (highest - lowest) : 0);
  const [from, to] = shaded;
  const shade = from === undefined || to === undefined ? {} : { "--from": along(from), "--to": along(to) };
  const said = names[Math.round((value - lowest) / step)] ?? (Number.isInteger(step) ? whole(value) : precise(value));
  return (
    <label>
      <span>{title}</span>
      <input
        type="range"
        min={lowest}
        max={highest}
        step={step}
        value={value}
        aria-valuetext={said}
        class={from === undefined ? "" : css.shaded}
        style={{ "--part": `${100 * along(value)}%`, ...shade }}
        onInput={(event) => turn(Number(event.currentTarget.value))}
      />
      <output>{said}</output>
    </label>
  );
}
