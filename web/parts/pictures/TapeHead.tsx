// One head at one step: what it emits as numbers, and the stages of its weights as bars, a bar for each place.

import { useState } from "preact/hooks";
import { precise, share } from "../../text/numbers";
import { text } from "../../text/text";
import { furthest, largest, part, unpacked } from "./arrays";
import { ValueCanvas } from "./ValueCanvas";
import type { Tape, TapeHead } from "./worded";
import css from "./Tape.module.css";

const STAGES = ["tape.stage.0", "tape.stage.1", "tape.stage.2", "tape.stage.3", "tape.stage.4"] as const;

export function Stages({ picture, at }: { picture: Tape; at: number }) {
  const [chosen, choose] = useState(0);
  const head = picture.heads[Math.min(chosen, picture.heads.length - 1)];
  if (!head) return null;
  const stages = unpacked(head.stages);
  const shown = STAGES.slice(0, stages.shape[1]).flatMap((name, place) => (name === "tape.stage.3" && !picture.sharpens ? [] : [{ name, place }]));
  return (
    <>
      <div class={css.heads} role="group" aria-label={text("tape.head")}>
        {picture.heads.map(({ title }, place) => (
          <button type="button" key={title} aria-pressed={head.title === title} onClick={() => choose(place)}>
            {title}
          </button>
        ))}
      </div>
      <Emitted head={head} at={at} sharpens={picture.sharpens} />
      <div class={css.rows} role="group" aria-label={text("tape.stages")}>
        {shown.map(({ name, place }) => (
          <Bars key={name} name={text(name)} weights={part(stages, at, place)} />
        ))}
        <div class={css.row} aria-hidden="true">
          <span class={css.name}>{text("tape.places")}</span>
          <span class={css.ends}>
            <span>1</span>
            <span>{stages.shape[2]}</span>
          </span>
        </div>
      </div>
    </>
  );
}

function Emitted({ head, at, sharpens }: { head: TapeHead; at: number; sharpens: boolean }) {
  const [strength = 0, gate = 0, back = 0, stay = 0, on = 0, sharpening = 1] = part(unpacked(head.figures), at);
  const key = part(unpacked(head.keys), at);
  return (
    <dl class={css.emitted}>
      <div class={css.key}>
        <dt>{text("tape.key")}</dt>
        <dd title={[...key].map(precise).join(" ")}>
          <ValueCanvas values={key} height={1} width={key.length} scale={Math.max(1, furthest(key))} />
          <span class="unseen">{[...key].map(precise).join(" ")}</span>
        </dd>
      </div>
      <Figure name={text("tape.strength")}>{precise(strength)}</Figure>
      <Figure name={text("tape.gate")}>{precise(gate)}</Figure>
      <Figure name={text("tape.shift")}>
        <span data-most={back > stay && back > on || undefined}>{text("tape.back", { share: precise(back) })}</span> · <span data-most={stay >= back && stay >= on || undefined}>{text("tape.stay", { share: precise(stay) })}</span> · <span data-most={on > stay && on >= back || undefined}>{text("tape.on", { share: precise(on) })}</span>
      </Figure>
      <Figure name={text("tape.sharpening")}>{sharpens ? precise(sharpening) : text("tape.none")}</Figure>
    </dl>
  );
}

function Figure({ name, children }: { name: string; children: preact.ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Bars({ name, weights }: { name: string; weights: Float32Array }) {
  const most = largest(weights);
  const words = text("tape.bars", { stage: name, place: most + 1, share: share(weights[most] ?? 0) });
  return (
    <div class={css.row}>
      <span class={css.name}>{name}</span>
      <div class={css.bars} role="img" aria-label={words} title={words}>
        {[...weights].map((weight, place) => (
          <span key={place} style={{ "--part": `${(100 * Math.max(0, Math.min(1, weight))).toFixed(1)}%` }} />
        ))}
      </div>
    </div>
  );
}
