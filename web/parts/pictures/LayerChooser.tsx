// Which layer is looked at, of those that there are.

import { ofLayer } from "../../state/pointing";
import { layerName } from "../../text/layers";
import { text } from "../../text/text";
import type { Asking } from "./asking";
import type { LayerChoice } from "./worded";
import css from "./Maps.module.css";

/** With the height of its maps: another network that is looked into has layers of other names. */
export function askedOf({ name, shape }: Pick<LayerChoice, "name" | "shape">): string {
  return shape.length === 3 ? `${name}@${shape[1]}` : name;
}

export function LayerChooser({ layers, chosen, asking }: { layers: readonly LayerChoice[]; chosen: string; asking: Asking }) {
  if (layers.length < 2) return null;
  return (
    <div class={css.layerChooser} role="group" aria-label={text("maps.layer")}>
      {layers.map((layer) => (
        <button type="button" key={layer.name} aria-pressed={layer.name === chosen} title={layer.kind} onClick={() => asking.ask(askedOf(layer))} {...ofLayer(layer.name)}>
          <span class={css.choiceName}>{layerName(layer.name)}</span>
          <span class={css.choiceShape}>{layer.shape.join("×")}</span>
        </button>
      ))}
    </div>
  );
}
