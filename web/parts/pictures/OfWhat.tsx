// What a picture of what matters is about: a class that was or might have been answered, or a map of a layer.

import { useRef, useState } from "preact/hooks";
import { layerName } from "../../text/layers";
import { percent } from "../../text/numbers";
import { text } from "../../text/text";
import type { Asking } from "./asking";
import { Choices } from "./Choices";
import { askedOf, LayerChooser } from "./LayerChooser";
import { MapWays } from "./MapWays";
import { rove } from "./roving";
import type { HeatMap, MapChoice } from "./worded";
import css from "./OfWhat.module.css";

export function OfWhat({ picture: { panels, choices, chosen, of_map: ofMap }, asking }: { picture: HeatMap; asking: Asking }) {
  const classes = <Choices choices={choices} chosen={chosen} label={text(panels.some((panel) => panel.asks) ? "working.gates" : "heat.choices")} asking={asking} />;
  const first = ofMap?.layers[0];
  if (ofMap === null || first === undefined) return classes;
  const about = [
    { name: "answer", title: text("heat.of.answer") },
    { name: "map", title: text("heat.of.map") },
  ];
  const ask = (wanted: string) => asking.ask(wanted === "map" ? `${askedOf(first)}#` : "");
  return (
    <div class={css.ofWhat}>
      <Choices choices={about} chosen={ofMap.layer === "" ? "answer" : "map"} label={text("heat.of")} asking={{ ...asking, ask }} />
      {ofMap.layer === "" ? classes : <Maps choice={ofMap} asking={asking} />}
    </div>
  );
}

function Maps({ choice, asking }: { choice: MapChoice; asking: Asking }) {
  const box = useRef<HTMLDivElement>(null);
  const [entry, enter] = useState(choice.map);
  const inside = entry < choice.levels.length ? entry : 0;
  const layer = choice.layers.find(({ name }) => name === choice.layer);
  const asked = layer ? askedOf(layer) : choice.layer;
  return (
    <>
      <LayerChooser layers={choice.layers} chosen={choice.layer} asking={{ ...asking, ask: (wanted) => asking.ask(`${wanted}#`) }} />
      <p class="words">{text("heat.of.strongest")}</p>
      <div class={css.numbers} role="group" aria-label={text("patches.maps", { layer: layerName(choice.layer) })} ref={box}>
        {choice.levels.map((level, map) => (
          <button
            type="button"
            key={map}
            aria-pressed={map === choice.map}
            aria-label={text("heat.of.level", { map: map + 1, level: percent(level) })}
            tabIndex={map === inside ? 0 : -1}
            style={{ "--level": `${100 * level}%` }}
            onFocus={() => enter(map)}
            onKeyDown={(event) => rove(event, box.current)}
            onClick={() => asking.ask(`${asked}#${map + 1}`)}
          >
            #{map + 1}
          </button>
        ))}
      </div>
      <MapWays layer={asked} name={choice.layer} map={choice.map} />
    </>
  );
}
