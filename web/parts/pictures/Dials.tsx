// What of a picture can be turned: sliders that ask for it anew, all of them together.

import { useEffect, useState } from "preact/hooks";
import { figure } from "../../text/numbers";
import type { Asking } from "./asking";
import type { Dial } from "./worded";
import css from "./Working.module.css";

export function Dials({ dials, asking }: { dials: readonly Dial[]; asking: Asking }) {
  const [turned, turn] = useState<Record<string, number>>({});
  // What is asked may be set elsewhere, or put back: then that counts.
  useEffect(() => turn(asked(asking.question)), [asking.question]);
  const at = ({ name, value }: Dial) => turned[name] ?? value;
  return (
    <div class={css.dials}>
      {dials.map((dial) => (
        <label class={css.dial} key={dial.name}>
          <span>{dial.title}</span>
          <input
            type="range"
            min={dial.lowest}
            max={dial.highest}
            step={dial.step}
            value={at(dial)}
            style={{ "--part": `${(100 * (at(dial) - dial.lowest)) / (dial.highest - dial.lowest || 1)}%` }}
            aria-valuetext={worded(dial, at(dial))}
            onInput={(event) => {
              const next = { ...Object.fromEntries(dials.map((one) => [one.name, at(one)])), [dial.name]: Number(event.currentTarget.value) };
              turn(next);
              asking.ask(Object.entries(next).map(([name, value]) => `${name}=${value}`).join("&"));
            }}
          />
          <output>{worded(dial, at(dial))}</output>
        </label>
      ))}
    </div>
  );
}

function worded({ lowest, off }: Dial, value: number): string {
  return off && value <= lowest ? off : figure(value);
}

/** "clip=0.5&cut=3" as numbers by name. */
export function asked(question: string): Record<string, number> {
  const pairs = question.split("&").map((pair) => pair.split("="));
  return Object.fromEntries(pairs.flatMap(([name, value]) => (name && value ? [[name, Number(value)]] : [])));
}
