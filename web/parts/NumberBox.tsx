// A number as it is typed, and what came of it: nothing is taken for another number without a word.

import { useState } from "preact/hooks";
import { nudged, type Scale } from "../setup/scale";
import { decide, type Remark } from "../setup/typing";
import { plain } from "../text/numbers";
import { text } from "../text/text";
import { readNumber } from "../text/typed";
import type { SliderProps } from "./Slider";
import css from "./Field.module.css";

interface Box extends SliderProps {
  /** Names the field in what is said of it. */
  title: string;
}

/** The box beside a slider. */
export function NumberBox({ scale, value, change, label, which, title }: Box) {
  return (
    <TypedNumber
      scale={scale}
      value={value}
      change={change}
      title={title}
      names={which ? { "aria-label": which } : { "aria-labelledby": label }}
      nudge={(direction) => nudged(scale, value, direction)}
    />
  );
}

interface Typed {
  scale: Scale;
  value: number;
  change: (value: number) => void;
  title: string;
  names?: Record<string, string | undefined>;
  /** What an arrow key makes of the value. */
  nudge?: (direction: 1 | -1) => number;
}

const DIRECTIONS: Record<string, 1 | -1> = { ArrowUp: 1, ArrowDown: -1 };

/** What is typed counts when it is done: half a number is no number. */
export function TypedNumber({ scale, value, change, title, names, nudge }: Typed) {
  const [typed, setTyped] = useState<string | null>(null);
  const [remark, setRemark] = useState<Remark | null>(null);
  const take = (next: number, why: Remark | null = null) => {
    setRemark(why);
    if (next !== value) change(next);
  };
  const done = () => {
    // What stands there as it was shown is no other number.
    if (typed !== null && typed.trim() !== "" && typed.trim() !== plain(value)) {
      const decision = decide(typed, readNumber(typed, scale), scale, value);
      take(decision.value, decision.remark);
    } else if (typed !== null) setRemark(null);
    setTyped(null);
  };
  const standing = typed === null && remark?.value === value ? remark : null;
  return (
    <>
      <input
        {...names}
        class={css.number}
        type="text"
        inputMode="decimal"
        aria-invalid={standing !== null}
        value={typed ?? plain(value)}
        onInput={(event) => setTyped(event.currentTarget.value)}
        onBlur={done}
        onKeyDown={(event) => {
          if (event.key === "Enter") done();
          const direction = DIRECTIONS[event.key];
          if (direction === undefined || nudge === undefined) return;
          event.preventDefault();
          setTyped(null);
          take(nudge(direction));
        }}
      />
      {standing && <Standing remark={standing} title={title} choose={take} />}
    </>
  );
}

function Standing({ remark, title, choose }: { remark: Remark; title: string; choose: (value: number) => void }) {
  return (
    <span class={`problem ${css.typed}`} role="alert">
      {text(remark.key, { title, typed: remark.typed, value: plain(remark.value), ...remark.figures })}
      {remark.choices.map((choice) => (
        <button type="button" class="link" key={choice} onClick={() => choose(choice)}>
          {text("form.nearest", { value: plain(choice) })}
        </button>
      ))}
    </span>
  );
}
