// A picture through one convolution after another. Whoever points at a pixel sees which inputs made it and which outputs it
// makes, with the products: all of it is worked out here, so that it follows the pointer.

import { useState } from "preact/hooks";
import "../../text/convolved";
import { figure, precise } from "../../text/numbers";
import { sentences, text } from "../../text/text";
import { furthest, largest } from "./arrays";
import { type Chain, chainOf, type Maps, mapsAt, type Spot, touched, valueAt } from "./convolved/chain";
import { Field, type Marked, type Place } from "./convolved/Field";
import { colourName, Numbers } from "./convolved/Numbers";
import { IntoNetwork } from "./convolved/IntoNetwork";
import type { Convolved } from "./worded";
import css from "./Convolved.module.css";

export function ConvolvedPicture({ picture }: { picture: Convolved }) {
  const chain = chainOf(picture);
  const [pointed, point] = useState<Spot | null>(null);
  const spot = kept(chain, pointed);
  const reached = touched(chain, spot);
  return (
    <div class={css.convolved}>
      <div class={css.row}>
        {[picture.title, ...picture.stages.map(({ title }) => title)].map((title, step) => (
          <Step key={step} {...{ picture, chain, spot, point, step, title }} touched={reached[step]} />
        ))}
      </div>
      <p class={css.spot} role="status" aria-live="off">
        {spotWords(picture, chain, spot)}
      </p>
      <Numbers chain={chain} spot={spot} />
      {picture.remarks.map((remark, place) => (
        <p class="words" key={place}>
          {remark}
        </p>
      ))}
      {picture.kernel && <IntoNetwork kernel={picture.kernel} />}
    </div>
  );
}

/** The place that is pointed at as long as it is there, else where most comes out last. */
function kept({ picture, links }: Chain, spot: Spot | null): Spot {
  const maps = spot && (spot.step === 0 ? picture : links[spot.step - 1]?.maps);
  if (spot && maps && spot.row < maps.height && spot.column < maps.width && spot.map < maps.count) return spot;
  const last = links.at(-1)?.maps ?? picture;
  const at = largest(last.all.subarray(0, last.height * last.width).map(Math.abs));
  return { step: links.length, map: 0, row: Math.floor(at / last.width), column: at % last.width };
}

function spotWords(picture: Convolved, chain: Chain, spot: Spot): string {
  const maps = mapsAt(chain, spot.step);
  const where = spot.step === 0 ? picture.title : (picture.stages[spot.step - 1]?.title ?? "");
  const colour = maps.count > 1 ? colourName(spot.map) : "";
  return text("convolved.spot", { where: sentences([where, colour && `(${colour})`]), row: spot.row + 1, column: spot.column + 1, value: precise(valueAt(maps, spot)) });
}

interface StepProps {
  picture: Convolved;
  chain: Chain;
  step: number;
  title: string;
  spot: Spot;
  point: (spot: Spot) => void;
  touched: { rows: number[]; columns: number[] } | undefined;
}

function Step({ picture, chain, step, title, spot, point, touched: reached }: StepProps) {
  const maps = mapsAt(chain, step);
  const signed = picture.stages[step - 1]?.signed ?? false;
  const look = signed ? "signed" : picture.ink ? "ink" : "light";
  const scale = furthest(maps.all) || 1;
  const whole = maps.count === 3 && !signed;
  const shown = whole ? [null] : Array.from({ length: maps.count }, (_, map) => map);
  const marked: Marked = step === spot.step ? "itself" : step < spot.step ? "inputs" : "outputs";
  return (
    <figure class={css.step} data-many={shown.length > 1 || undefined}>
      <figcaption>
        {title}
        {step > 0 && <span>{range(maps)}</span>}
      </figcaption>
      <div class={css.maps}>
        {shown.map((map) => {
          const here = step === spot.step && (map === null || map === spot.map);
          const to = (go: (spot: Spot) => void) => ([row, column]: Place) => go({ step, map: map ?? (step === spot.step ? spot.map : 0), row, column });
          return (
            <Field
              key={map ?? "whole"}
              {...{ maps, map, look, scale, touched: reached }}
              marked={step === spot.step && !here ? "" : marked}
              name={sentences([title, map !== null && maps.count > 1 ? colourName(map) : "", here ? text("convolved.here", { row: spot.row + 1, column: spot.column + 1, value: precise(valueAt(maps, spot)) }) : ""])}
              at={here ? [spot.row, spot.column] : null}
              point={to(point)}
              choose={to(point)}
            />
          );
        })}
      </div>
    </figure>
  );
}

/** From the smallest to the largest number of some maps. */
function range({ all }: Maps): string {
  const [least, most] = all.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
  return text("convolved.range", { least: figure(Number(least.toPrecision(3))), most: figure(Number(most.toPrecision(3))) });
}
