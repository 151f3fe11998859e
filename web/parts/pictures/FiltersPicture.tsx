// The filters of a layer, large and numbered, with the weights of the one that is pointed at.

import { useMemo, useState } from "preact/hooks";
import { MOST_ROWS, written } from "../../setup/kernel";
import { layerName } from "../../text/layers";
import { precise, whole } from "../../text/numbers";
import { text } from "../../text/text";
import { later } from "../later";
import { furthest, part, unpacked } from "./arrays";
import type { Asking } from "./asking";
import { biasOf, means } from "./fields";
import { inputName } from "./HowItCame";
import { askedOf, LayerChooser } from "./LayerChooser";
import { MadeOf } from "./MadeOf";
import { MapTiles, type Tile } from "./MapTiles";
import { MapWays } from "./MapWays";
import { NumberGrid } from "./NumberGrid";
import { Scale } from "./Scale";
import type { Filters } from "./worded";
import css from "./Maps.module.css";

const ToLaboratory = later<{ kernel: number[][] }>(async () => (await import("./convolved/ToLaboratory")).ToLaboratory);

export function FiltersPicture({ picture, asking }: { picture: Filters; asking: Asking }) {
  const [chosen, choose] = useState<number | null>(null);
  const [pointed, point] = useState<number | null>(null);
  const { kernels } = picture;
  const made = picture.made && { ...picture.made, kernels, layers: picture.layers };
  const mean = useMemo(() => means(kernels), [kernels]);
  const [count = 0, high = 1, wide = 1] = mean.shape;
  const filter = [pointed, chosen, 0].find((one) => one !== null && one < count) ?? 0;
  const layer = picture.layers.find(({ name }) => name === kernels.layer);
  const tiles: Tile[] = Array.from({ length: count }, (_, number) => ({
    number,
    values: part(mean, number),
    height: high,
    width: wide,
    scale: mean.scale,
    name: `#${number + 1}`,
    caption: "",
    words: text("filters.filter", { filter: number + 1, layer: layerName(kernels.layer) }),
    marked: false,
    kernel: (kernels.weights.shape[1] ?? 1) === 1 ? dragged(part(mean, number), high, wide) : null,
  }));
  return (
    <div class={css.layerMaps}>
      <LayerChooser layers={picture.layers} chosen={kernels.layer} asking={asking} />
      <div class={made || (kernels.weights.shape[1] ?? 1) > 1 ? css.below : css.beside}>
        {made && <MadeOf made={made} filter={filter} title={text("filters.filter", { filter: filter + 1, layer: layerName(kernels.layer) })} />}
        {made && (kernels.weights.shape[1] ?? 1) === 1 && high * wide > 1 && <ToLaboratory kernel={rowsOf(part(mean, filter), high, wide)} />}
        {(made === null || (kernels.weights.shape[1] ?? 1) > 1) && <Weighed picture={picture} filter={filter} />}
        <div class={css.allTiles}>
          <div class={css.tilesHead}>
            <p class="words">{headed(picture)}</p>
            <Scale scale={mean.scale} />
          </div>
          {layer && <MapWays layer={askedOf(layer)} name={layer.name} map={chosen !== null && chosen < count ? chosen : 0} />}
          <MapTiles large tiles={tiles} label={headed(picture)} chosen={chosen ?? -1} point={point} choose={(number) => choose(number === chosen ? null : number)} />
        </div>
      </div>
    </div>
  );
}

function headed({ kernels }: Filters): string {
  const [shown = 0, inputs = 1] = kernels.weights.shape;
  const values = { layer: layerName(kernels.layer), shown: whole(shown), of: whole(kernels.of), inputs: whole(inputs) };
  const words = text(shown < kernels.of ? "filters.some" : "filters.all", values);
  return inputs > 1 ? `${words} ${text("filters.mean", values)}` : words;
}

/** The weights of one filter: of one that reads several maps, a layer for each, and the numbers of one of those. */
function Weighed({ picture: { kernels }, filter }: { picture: Filters; filter: number }) {
  const [over, point] = useState<number | null>(null);
  const [chosen, choose] = useState<number | null>(null);
  const weights = unpacked(kernels.weights);
  const [, count = 1, high = 1, wide = 1] = weights.shape;
  const heaviest = useMemo(() => Array.from({ length: count }, (_, input) => input).reduce((most, input) => (furthest(part(weights, filter, input)) > furthest(part(weights, filter, most)) ? input : most), 0), [kernels, filter]);
  const input = [over, chosen, heaviest].find((one) => one !== null && one < count) ?? 0;
  const title = count > 1 ? text("filters.of.input", { input: inputName(kernels, input, count) }) : text("filters.weights");
  return (
    <section class={css.howItCame}>
      <h4>
        {text("filters.filter", { filter: filter + 1, layer: layerName(kernels.layer) })}
        {kernels.bias && <span class="words">{text("filters.bias", { bias: precise(biasOf(kernels, filter)) })}</span>}
      </h4>
      {high * wide > 1 && <ToLaboratory kernel={rowsOf(part(weights, filter, input), high, wide)} />}
      <div class={css.equation}>
        <NumberGrid title={title} values={part(weights, filter, input)} height={high} width={wide} scale={weights.scale} />
        {count > 1 && (
          <MapTiles
            tiles={Array.from({ length: count }, (_, number) => ({ number, values: part(weights, filter, number), height: high, width: wide, scale: weights.scale, name: `#${number + 1}`, caption: "", words: text("filters.of.input", { input: inputName(kernels, number, count) }), marked: number === heaviest, kernel: dragged(part(weights, filter, number), high, wide) }))}
            label={text("filters.inputs", { filter: filter + 1 })}
            chosen={chosen ?? -1}
            point={point}
            choose={(number) => choose(number === chosen ? null : number)}
          />
        )}
      </div>
      {count > 1 && <Scale scale={weights.scale} />}
    </section>
  );
}

/** As the laboratory takes it; null of one weight, and of more than it has room for. */
function dragged(filter: Float32Array, height: number, width: number): string | null {
  return height * width > 1 && Math.max(height, width) <= MOST_ROWS ? written(rowsOf(filter, height, width)) : null;
}

function rowsOf(filter: Float32Array, height: number, width: number): number[][] {
  return Array.from({ length: height }, (_, row) => [...filter.subarray(row * width, (row + 1) * width)]);
}
