// What excites the maps of a layer most: nine patches of each, and of the chosen one the pictures they are cut from.

import { useRef, useState } from "preact/hooks";
import type { TopPatches } from "./worded";
import { layerName } from "../../text/layers";
import { precise, whole } from "../../text/numbers";
import { text } from "../../text/text";
import { part, unpacked } from "./arrays";
import type { Asking } from "./asking";
import { Cell } from "./Cell";
import { askedOf, LayerChooser } from "./LayerChooser";
import { MapWays } from "./MapWays";
import { Opened } from "./Opened";
import { boxStyle } from "./PictureField";
import { rove } from "./roving";
import css from "./TopPatches.module.css";

export function TopPatchesPicture({ picture, asking }: { picture: TopPatches; asking: Asking }) {
  const { patches, values } = picture;
  const [maps = 0] = values.shape;
  return (
    <div class={css.topPatches}>
      <LayerChooser layers={picture.layers} chosen={picture.chosen} asking={asking} />
      <Chosen picture={picture} words={asking.words} />
      <p class="words">{text(maps < picture.of ? "patches.some" : "patches.all", { layer: layerName(picture.chosen), shown: whole(maps), of: whole(picture.of) })}</p>
      <Tiles maps={maps} picture={picture} choose={(map) => asking.ask(`${picture.chosen}#${map + 1}`)} grid={patches} />
    </div>
  );
}

/** The nine pictures with the parts that the map saw, and what it gave there. */
function Chosen({ picture, words }: { picture: TopPatches; words: string }) {
  const [opened, open] = useState<number | null>(null);
  const { pictures, patches, corners, map, chosen } = picture;
  const gives = part(unpacked(picture.values), map);
  const columns = patches.columns;
  const layer = picture.layers.find(({ name }) => name === chosen);
  return (
    <section class={css.chosenMap}>
      <h4>{text("patches.map", { map: map + 1, layer: layerName(chosen) })}</h4>
      <ol>
        {pictures.marks.map((mark, place) => {
          const [top, left] = corners[place] ?? [0, 0];
          const box = boxStyle({ top, left, height: patches.height, width: patches.width }, pictures.height, pictures.width);
          return (
            <li key={place}>
              <button type="button" aria-haspopup="dialog" aria-label={text("patches.picture", { place: place + 1, expected: mark.expected, value: precise(gives[place] ?? 0) })} onClick={() => open(place)}>
                <span class={css.patch}>
                  <Cell picture={patches} place={map * columns + place} />
                </span>
                <span class={css.from}>
                  <Cell picture={pictures} place={place} />
                  <span class={css.box} style={box} />
                </span>
                <span class={css.value}>
                  {mark.expected} <span>{precise(gives[place] ?? 0)}</span>
                </span>
              </button>
            </li>
          );
        })}
      </ol>
      {layer && <MapWays layer={askedOf(layer)} name={chosen} map={map} question={pictures.marks[0]?.question ?? ""} />}
      {opened !== null && <Opened picture={pictures} place={opened} words={words} move={open} close={() => open(null)} />}
    </section>
  );
}

interface TilesGiven {
  maps: number;
  picture: TopPatches;
  grid: TopPatches["patches"];
  choose: (map: number) => void;
}

function Tiles({ maps, picture, grid, choose }: TilesGiven) {
  const box = useRef<HTMLDivElement>(null);
  const [entry, enter] = useState(0);
  const inside = entry < maps ? entry : 0;
  return (
    <div class={css.tiles} role="group" aria-label={text("patches.maps", { layer: layerName(picture.chosen) })} ref={box}>
      {Array.from({ length: maps }, (_, map) => (
        <button
          type="button"
          key={map}
          aria-pressed={map === picture.map}
          aria-label={text("patches.map", { map: map + 1, layer: layerName(picture.chosen) })}
          tabIndex={map === inside ? 0 : -1}
          onFocus={() => enter(map)}
          onKeyDown={(event) => rove(event, box.current)}
          onClick={() => choose(map)}
        >
          <span class={css.nine}>
            {Array.from({ length: grid.columns }, (_, place) => (
              <Cell key={place} picture={grid} place={map * grid.columns + place} />
            ))}
          </span>
          <span class={css.name}>#{map + 1}</span>
        </button>
      ))}
    </div>
  );
}
