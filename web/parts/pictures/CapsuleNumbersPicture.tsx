// The numbers of a capsule as sliders, the picture that is drawn from them, and beside each what it does.

import { useEffect, useRef, useState } from "preact/hooks";
import "../../text/capsules";
import { plain, precise } from "../../text/numbers";
import { row, text } from "../../text/text";
import type { Asking } from "./asking";
import { askedWith, changesIn, spreadsSince } from "./capsules";
import { bitmap, Cell } from "./Cell";
import { Choices } from "./Choices";
import { Verdict } from "./Verdict";
import type { CapsuleNumbers, ImageGrid, Knob } from "./worded";
import css from "./CapsuleNumbers.module.css";

export function CapsuleNumbersPicture({ picture, asking }: { picture: CapsuleNumbers; asking: Asking }) {
  const [changes, keep] = useState<Record<string, number>>({});
  // What is asked may be put elsewhere, or put back: then that counts.
  useEffect(() => keep(changesIn(asking.question, picture.chosen)), [asking.question, picture.chosen]);
  const ask = (next: Record<string, number>) => {
    keep(next);
    asking.ask(askedWith(picture.chosen, next));
  };
  const changed = Object.keys(changes).length > 0;
  const { run = "", epoch = 0 } = asking.moment ?? {};
  const since = spreadsSince(run, picture.chosen, epoch, picture.spreads);
  return (
    <div class={css.capsule}>
      <div class={css.head}>
        <div class={css.pictures} role="group" aria-label={text("capsule.pictures")}>
          {(["capsule.given", "capsule.drawn"] as const).map((word, place) => (
            <figure key={word}>
              <Cell picture={picture.drawn} place={place} />
              <figcaption>{text(word)}</figcaption>
            </figure>
          ))}
        </div>
        <div class={css.beside}>
          <p class={css.answer}>
            <Verdict mark={picture.mark} />
          </p>
          <Choices choices={picture.choices} chosen={picture.chosen} label={text("capsule.class")} asking={asking} />
          {picture.remarks.map((remark) => (
            <p class="words" key={remark}>
              {remark}
            </p>
          ))}
          <button type="button" class="small wide" disabled={!changed} onClick={() => ask({})}>
            {text("capsule.back")}
          </button>
        </div>
      </div>
      <p class="words">{text("capsule.spreads")}</p>
      <ol class={css.knobs}>
        {picture.knobs.map((knob, place) => (
          <Turn key={knob.name} {...{ knob, picture, place, since }} value={changes[knob.name] ?? knob.value} turn={(value) => ask({ ...changes, [knob.name]: value })} />
        ))}
      </ol>
    </div>
  );
}

type Since = ReturnType<typeof spreadsSince>;

interface TurnProps {
  knob: Knob;
  picture: CapsuleNumbers;
  place: number;
  since: Since;
  value: number;
  turn: (value: number) => void;
}

function Turn({ knob, picture, place, since, value, turn }: TurnProps) {
  const { lowest, highest, step, name } = knob;
  const label = text("capsule.number", { number: name });
  return (
    <li>
      <span class={css.name}>{name}</span>
      <input
        type="range"
        min={lowest}
        max={highest}
        step={step}
        value={value}
        aria-label={label}
        aria-valuetext={precise(value)}
        style={{ "--part": `${(100 * (value - lowest)) / (highest - lowest)}%` }}
        onInput={(event) => turn(Number(event.currentTarget.value))}
      />
      <span class={css.value} aria-hidden="true">{precise(value)}</span>
      <Strip picture={picture.strips} row={place} words={text("capsule.strip", { number: name })} />
      <Spread since={since} place={place} />
      <span class={css.does}>{picture.does[place]}</span>
    </li>
  );
}

/** How far one number spreads among held-out pictures, a bar for each epoch that was looked at: a number that means nothing hardly does. */
function Spread({ since, place }: { since: Since; place: number }) {
  const widest = Math.max(...since.flatMap(([, spreads]) => spreads));
  const last = since.at(-1);
  const [, spreads = []] = last ?? [];
  if (last === undefined) return <span class={css.spread} />;
  const words = text("capsule.spread", { value: precise(spreads[place] ?? 0), epochs: row(since.map(([epoch, of]) => `${plain(Number(epoch.toFixed(1)))}: ±${precise(of[place] ?? 0)}`)) });
  return (
    <span class={css.spread} role="img" aria-label={words} title={words}>
      {since.map(([epoch, of]) => (
        <span key={epoch} style={{ height: `${(100 * (of[place] ?? 0)) / (widest || 1)}%` }} />
      ))}
    </span>
  );
}

/** One row of a sheet. */
function Strip({ picture, row, words }: { picture: ImageGrid; row: number; words: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { sheet, columns, height, width } = picture;
  useEffect(() => {
    let gone = false;
    void bitmap(sheet).then((image) => {
      const context = canvas.current?.getContext("2d");
      if (!gone) context?.drawImage(image, 0, row * height, columns * width, height, 0, 0, columns * width, height);
    });
    return () => {
      gone = true;
    };
  }, [sheet, row, columns, height, width]);
  return <canvas class={css.strip} ref={canvas} width={columns * width} height={height} role="img" aria-label={words} />;
}
