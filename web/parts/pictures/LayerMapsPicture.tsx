// What a layer made of a picture: its maps with their filters, where each looked, and how that came about, in numbers.

import { useMemo, useState } from "preact/hooks";
import { choosePixel, inside, orderMaps, pointAtPixel } from "../../state/inside";
import { layerName } from "../../text/layers";
import { brief, percent, precise, whole } from "../../text/numbers";
import { text } from "../../text/text";
import { part, unpacked } from "./arrays";
import type { Asking } from "./asking";
import { answers, boxOf, means, middle, nameOf, ordered } from "./fields";
import { HowItCame } from "./HowItCame";
import { askedOf, LayerChooser } from "./LayerChooser";
import { MapWays } from "./MapWays";
import { MapTiles, type Tile } from "./MapTiles";
import { boxStyle, PictureField } from "./PictureField";
import { Scale } from "./Scale";
import { ValueCanvas } from "./ValueCanvas";
import { Verdict } from "./Verdict";
import type { LayerMaps } from "./worded";
import answersCss from "./Answers.module.css";
import css from "./Maps.module.css";

const { chosenPixel, pixel, strongestFirst } = inside;

export function LayerMapsPicture({ picture, asking }: { picture: LayerMaps; asking: Asking }) {
  const [chosen, choose] = useState<number | null>(null);
  const [pointed, point] = useState<number | null>(null);
  const found = useMemo(() => answers(picture, pixel.value), [picture, pixel.value]);
  const strongest = ordered(found, true)[0] ?? 0;
  const map = [pointed, chosen, strongest].find((one) => one !== null && one < found.length) ?? 0;
  const layer = picture.layers.find(({ name }) => name === picture.kernels?.layer);
  const { place } = found[map] ?? { place: [0, 0] as const };
  return (
    <div class={css.layerMaps}>
      <div class={css.askedOf}>
        <PictureField
          picture={picture.asked}
          box={boxOf(picture, place)}
          at={pixel.value ?? middle(picture, place)}
          point={pointAtPixel}
          choose={choosePixel}
        >
          <Overlay picture={picture} map={map} />
        </PictureField>
        <div class={css.askedWords}>
          <p class={`${answersCss.asked} ${css.answer}`}>
            <Verdict mark={picture.mark} />
            {picture.mark.sure !== null && <span class={answersCss.sure}>{text("inside.sure", { sure: percent(picture.mark.sure) })}</span>}
          </p>
          <LayerChooser layers={picture.layers} chosen={picture.chosen} asking={asking} />
          <Tools whole={picture.seen === null} />
        </div>
      </div>
      <HowItCame picture={picture} map={map} place={place} />
      <div class={css.tilesHead}>
        <p class="words">{headed(picture)}</p>
        <Scale scale={unpacked(picture.maps).scale} negative={unpacked(picture.maps).all.some((value) => value < 0)} />
      </div>
      {layer && <MapWays layer={askedOf(layer)} name={layer.name} map={chosen !== null && chosen < found.length ? chosen : strongest} />}
      <MapTiles
        tiles={tilesOf(picture, found, strongest)}
        label={headed(picture)}
        chosen={chosen ?? -1}
        point={(number, at) => {
          point(number);
          pointAtPixel(at && picture.seen ? middle(picture, at) : null);
        }}
        choose={(number, at) => {
          choose(number === chosen && at === null ? null : number);
          if (at && picture.seen) choosePixel(middle(picture, at));
        }}
      />
    </div>
  );
}

function headed({ chosen, of, maps }: LayerMaps): string {
  const [shown = 0, , width = 1] = maps.shape;
  const layer = layerName(chosen);
  if (shown < of) return text("maps.some", { layer, shown: whole(shown), of: whole(of) });
  return text(width > 1 ? "maps.all" : "maps.units", { layer, of: whole(of) });
}

/** What a map gives all over the picture, each place painted in the middle of what it has seen. */
function Overlay({ picture, map }: { picture: LayerMaps; map: number }) {
  const maps = unpacked(picture.maps);
  const [, height = 1, width = 1] = maps.shape;
  if (picture.seen === null) return null;
  const [down, across] = picture.seen;
  const top = down.start + (down.size - down.stride) / 2;
  const left = across.start + (across.size - across.stride) / 2;
  const ofPicture = (value: number, of: number) => `${(100 * value) / of}%`;
  const style = {
    top: ofPicture(top, picture.asked.height),
    left: ofPicture(left, picture.asked.width),
    height: ofPicture(height * down.stride, picture.asked.height),
    width: ofPicture(width * across.stride, picture.asked.width),
  };
  return (
    <span class={css.overlay} style={style}>
      <ValueCanvas values={part(maps, map)} height={height} width={width} scale={maps.scale} over />
    </span>
  );
}

function Tools({ whole }: { whole: boolean }) {
  const at = whole ? null : chosenPixel.value;
  return (
    <div class={css.mapsTools}>
      <button
        type="button"
        class="small wide"
        aria-pressed={strongestFirst.value}
        onClick={() => orderMaps(!strongestFirst.value)}
      >
        {text("maps.order")}
      </button>
      <button
        type="button"
        class="small wide"
        disabled={at === null}
        onClick={() => choosePixel(null)}
      >
        {at === null ? text(whole ? "maps.place.whole" : "maps.place.none") : text("maps.place.free", { row: at[0] + 1, column: at[1] + 1 })}
      </button>
    </div>
  );
}

/** Two decimals are as many as stand below a map; the words of a map have more. */
function captioned(value: number): string {
  return Math.abs(value) < 0.1 ? brief(value) : precise(value);
}

function tilesOf(picture: LayerMaps, found: ReturnType<typeof answers>, strongest: number): Tile[] {
  const maps = unpacked(picture.maps);
  const [, height = 1, width = 1] = maps.shape;
  const filters = picture.kernels && means(picture.kernels);
  const [filtersCount = 0, high = 1, across = 1] = filters?.shape ?? [];
  // A unit that reads the picture is told by what it looks for, and not by the one colour of its value.
  const swapped = width === 1 && high * across > 1 && picture.kernels?.reads === "";
  // What the pointer is over changes no order: tiles would move from under it.
  return ordered(answers(picture, chosenPixel.value), strongestFirst.value).map((number) => {
    const { place, value } = found[number] ?? { place: [0, 0] as const, value: 0 };
    const name = nameOf(picture, number);
    const own = { values: part(maps, number), height, width, scale: maps.scale };
    const filter = filters && number < filtersCount && high * across > 1 ? { values: part(filters, number), height: high, width: across, scale: filters.scale } : null;
    const words = { map: name, value: captioned(value), row: place[0] + 1, column: place[1] + 1 };
    return {
      number,
      ...(swapped && filter ? filter : own),
      name,
      caption: captioned(value),
      words: text(width > 1 ? "maps.map.words" : "maps.unit.words", words),
      marked: number === strongest,
      ...(width > 1 ? { spot: boxStyle({ top: place[0], left: place[1], height: 1, width: 1 }, height, width) } : {}),
      ...(filter && (swapped || width > 1) ? { filter: swapped ? own : filter } : {}),
    };
  });
}
