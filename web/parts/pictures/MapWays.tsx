// One map or unit of a layer, looked at through the other views that take one.

import { lookAtPart, view, views } from "../../state/present";
import { layerName } from "../../text/layers";
import { text } from "../../text/text";
import css from "./MapWays.module.css";

interface Props {
  /** As it is asked for: with the height of its maps, where it has maps. */
  layer: string;
  name: string;
  /** Counted from 0. */
  map: number;
  /** What else is put to views that ask: a picture. */
  question?: string;
}

export function MapWays({ layer, name, map, question }: Props) {
  const others = views.value.filter((one) => one.takes_map && one !== view.value);
  if (others.length === 0) return null;
  const words = text("maps.ways", { map: map + 1, layer: layerName(name) });
  return (
    <div class={css.ways} role="group" aria-label={words}>
      <span class="words">{words}</span>
      {others.map((one) => (
        <button type="button" class="small wide" key={one.name} onClick={() => lookAtPart(one.name, `${layer}#${map + 1}`, question)}>
          {one.title}
        </button>
      ))}
    </div>
  );
}
