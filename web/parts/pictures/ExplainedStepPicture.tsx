// One step of a training for one weight: forward, loss, backward, update with their numbers, and the gradient checked.

import "../../text/step";
import { layerName } from "../../text/layers";
import { figure } from "../../text/numbers";
import { text } from "../../text/text";
import type { Asking } from "./asking";
import { Cell } from "./Cell";
import { HeatCanvas } from "./HeatCanvas";
import { Knobs } from "./Knobs";
import type { ExplainedStep } from "./worded";
import css from "./ExplainedStep.module.css";

export function ExplainedStepPicture({ picture, asking }: { picture: ExplainedStep; asking: Asking }) {
  const { chosen, knobs } = picture;
  const turn = (name: string, value: number) => {
    const at = (one: string) => (one === name ? value : (knobs.find((knob) => knob.name === one)?.value ?? 1));
    asking.ask(`${chosen}@${at("row")},${at("column")}&example=${at("example")}`);
  };
  const framed = { ...asking, question: askedIn(picture.weights.asks, (name) => knobs.find((knob) => knob.name === name)?.value ?? 1) };
  return (
    <div class={css.step}>
      {picture.remarks.map((remark, place) => (
        <p class="words" key={place}>
          {remark}
        </p>
      ))}
      <div class={css.choosing}>
        <label class={css.tensor}>
          <span>{text("step.tensor")}</span>
          <select value={chosen} onChange={(event) => asking.ask(event.currentTarget.value)}>
            {picture.layers.map(({ name, kind, shape }) => (
              <option key={name} value={name}>
                {[layerName(name.slice(0, Math.max(0, name.lastIndexOf(".")))), kind, shape.join("×")].filter((part) => part !== "").join(" · ")}
              </option>
            ))}
          </select>
        </label>
        <Knobs knobs={knobs.filter(({ highest }) => highest > 1)} turn={turn} />
      </div>
      <div class={css.maps}>
        {picture.asked && (
          <figure class={css.asked}>
            <Cell picture={picture.asked} place={0} />
          </figure>
        )}
        {picture.symbols && <p class={css.symbols}>{picture.symbols}</p>}
        <HeatCanvas panel={picture.weights} asking={framed} />
        <HeatCanvas panel={picture.gradients} asking={framed} />
      </div>
      <h4>{picture.title}</h4>
      <ol class={css.parts}>
        {picture.parts.map((part) => (
          <li key={part.title} class={css.part}>
            <b>{part.title}</b>
            {part.lines.length > 0 && (
              <dl>
                {part.lines.map((line) => (
                  <div key={line.formula + line.what}>
                    <dt>{line.what}</dt>
                    <dd>
                      {line.formula}
                      {line.figures && ` = ${line.figures}`} = <b>{line.value === null ? text("number.none") : written(line.value, line.digits)}</b>
                    </dd>
                  </div>
                ))}
              </dl>
            )}
            {part.remarks.map((remark, place) => (
              <p key={place}>{remark}</p>
            ))}
          </li>
        ))}
      </ol>
    </div>
  );
}

/** Usual figures are short; those that are held against each other are written out. */
function written(value: number, digits: number): string {
  return digits <= 4 ? figure(value) : value.toPrecision(digits).replaceAll("-", "\u2212");
}

/** What asks for the weight that is followed, as its cell asks for it: a panel counts from where its part begins. */
function askedIn(asks: string, at: (name: string) => number): string {
  return asks.replace(/\{(row|column)\}\+(\d+)/g, (_, name: string, from: string) => `${at(name) - Number(from)}+${from}`);
}
