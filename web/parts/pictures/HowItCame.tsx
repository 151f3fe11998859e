// How one place of a map came about: what its filter covers, times the filter, summed; of a deep layer, which of the maps
// before it gave most.

import type { Kernels } from "../../generated/types";
import { layerName } from "../../text/layers";
import { precise } from "../../text/numbers";
import { sentences, text } from "../../text/text";
import { part, total, unpacked, type Values } from "./arrays";
import { biasOf, nameOf, patch, type Place, products } from "./fields";
import { NumberGrid } from "./NumberGrid";
import { ValueCanvas } from "./ValueCanvas";
import type { LayerMaps } from "./worded";
import css from "./Maps.module.css";

/** Maps before it that are shown, those that gave most. */
const MOST = 4;

interface Props {
  picture: LayerMaps;
  map: number;
  place: Place;
  /** What stands above it, unless it is the map and its layer. */
  title?: string;
}

export function HowItCame({ picture, map, place, title }: Props) {
  const maps = unpacked(picture.maps);
  const [, height = 1, width = 1] = maps.shape;
  const values = part(maps, map);
  const value = values[place[0] * width + place[1]] ?? 0;
  const { kernels } = picture;
  const known = kernels && map < (kernels.weights.shape[0] ?? 0) ? kernels : null;
  return (
    <section class={css.howItCame} aria-live="off">
      <h4>
        {title ?? text("maps.title", { map: nameOf(picture, map), layer: layerName(picture.chosen) })}
        <span class="words">{text(width > 1 ? "maps.value.at" : "maps.value", { value: precise(value), row: place[0] + 1, column: place[1] + 1 })}</span>
      </h4>
      <div class={css.equation}>
        {known && picture.inputs ? (
          <Worked kernels={known} inputs={unpacked(picture.inputs)} map={map} place={place} whole={picture.seen === null} />
        ) : (
          <>
            {known && <Mean kernels={known} map={map} />}
            <NumberGrid title={text("maps.map", { map: nameOf(picture, map) })} values={values} height={height} width={width} scale={maps.scale} />
          </>
        )}
      </div>
      {known && picture.inputs && <Sum kernels={known} inputs={unpacked(picture.inputs)} picture={picture} map={map} place={place} value={value} />}
    </section>
  );
}

interface At {
  kernels: Kernels;
  inputs: Values;
  map: number;
  place: Place;
}

function Worked({ kernels, inputs, map, place, whole }: At & { whole: boolean }) {
  const weights = unpacked(kernels.weights);
  const [, count = 1, high = 1, wide = 1] = weights.shape;
  const covered = patch(kernels, inputs, place);
  const filter = part(weights, map);
  const found = products(covered, filter);
  const size = { height: high, width: wide };
  if (count === 1)
    return (
      <>
        <NumberGrid title={text(whole ? "maps.whole" : "maps.covered")} values={covered.all} {...size} scale={inputs.scale} />
        <div class={css.operand}>
          <Sign mark="×" />
          <NumberGrid title={text("maps.filter", { filter: map + 1 })} values={filter} {...size} scale={weights.scale} />
        </div>
        <div class={css.operand}>
          <Sign mark="=" />
          <NumberGrid title={text("maps.products")} values={found.all} {...size} scale={found.scale} />
        </div>
      </>
    );
  const gave = Array.from({ length: count }, (_, input) => ({ input, sum: total(part(found, input)) }));
  const most = gave.sort((one, other) => Math.abs(other.sum) - Math.abs(one.sum)).slice(0, MOST);
  return (
    <>
      {most.map(({ input, sum }) => (
        <figure class={high * wide === 1 ? `${css.gave} ${css.point}` : css.gave} key={input}>
          <span class={css.gavePair}>
            <ValueCanvas values={part(covered, input)} {...size} scale={inputs.scale} />
            <Sign mark="×" />
            <ValueCanvas values={part(unpacked(kernels.weights), map, input)} {...size} scale={weights.scale} />
          </span>
          <figcaption>
            {high * wide === 1
              ? text("maps.gave.point", { input: inputName(kernels, input, count), value: precise(covered.all[input] ?? 0), weight: precise(filter[input] ?? 0), sum: precise(sum) })
              : text("maps.gave", { input: inputName(kernels, input, count), sum: precise(sum) })}
          </figcaption>
        </figure>
      ))}
    </>
  );
}

function Sign({ mark }: { mark: string }) {
  return (
    <span class={css.sign} aria-hidden="true">
      {mark}
    </span>
  );
}

/** The colours of a picture, or the number of the map before. */
export function inputName(kernels: Kernels, input: number, count: number): string {
  if (kernels.reads !== "") return text("maps.input", { layer: layerName(kernels.reads), input: input + 1 });
  const colours = ["maps.red", "maps.green", "maps.blue"] as const;
  const colour = count === colours.length ? colours[input] : undefined;
  return colour ? text(colour) : text("maps.covered");
}

function Mean({ kernels, map }: { kernels: Kernels; map: number }) {
  const weights = unpacked(kernels.weights);
  const [, count = 1, high = 1, wide = 1] = weights.shape;
  if (count > 1 || high * wide === 1) return null;
  return <NumberGrid title={text("maps.filter.of", { filter: map + 1, layer: layerName(kernels.layer) })} values={part(weights, map)} height={high} width={wide} scale={weights.scale} />;
}

/** Worked out here from what came: products, bias and sum are the numbers that the network computed with. */
function Sum({ kernels, inputs, picture, map, place, value }: At & { picture: LayerMaps; value: number }) {
  const found = products(patch(kernels, inputs, place), part(unpacked(kernels.weights), map));
  const bias = biasOf(kernels, map);
  const sum = total(found.all);
  const words = text("maps.sum", { products: precise(sum), bias: precise(bias), value: precise(sum + bias) });
  const after = picture.chosen === kernels.layer ? "" : text("maps.after", { layer: layerName(picture.chosen), value: precise(value) });
  const count = unpacked(kernels.weights).shape[1] ?? 1;
  const others = count > MOST ? text("maps.others", { shown: MOST, of: count }) : "";
  const scales = count > 1 ? text("maps.scales", { inputs: precise(inputs.scale), weights: precise(unpacked(kernels.weights).scale) }) : "";
  return (
    <>
      <p class={css.sum}>{sentences([words, after])}</p>
      {count > 1 && <p class="words">{sentences([others, scales])}</p>}
    </>
  );
}
