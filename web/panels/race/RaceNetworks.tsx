// A race of whole networks: what the form has joins it, and each can leave.

import { said } from "../../curves/names";
import { differences, canJoin, joined, left, networks } from "../../setup/networks";
import { MOST_VALUES } from "../../setup/offers";
import { controlsOf, entryOf, type Network, ordered, sameSpec, type Vary } from "../../setup/spec";
import { state } from "../../state/store";
import { variantName } from "../../state/variants";
import { row, text } from "../../text/text";
import css from "./Race.module.css";
import fieldCss from "../../parts/Field.module.css";

export function RaceNetworks({ vary, put }: { vary: Vary; put: (vary: Vary) => void }) {
  const present = state.spec.value.architecture;
  const all = networks(vary);
  const apart = differences(all);
  return (
    <div class={fieldCss.field} role="group" aria-label={text("race.networks")}>
      <span class={fieldCss.title}>{text("race.networks")}</span>
      <ul class={css.networks}>
        {all.map((network, place) => {
          const name = networkName(network, apart[place] ?? {});
          return (
            <li key={ordered(network)}>
              <span>
                {name} <small>{settingsOf(network)}</small>
              </span>
              <button type="button" class="small" aria-label={text("race.values.remove", { value: name })} onClick={() => put(left(vary, place))}>
                ×
              </button>
            </li>
          );
        })}
      </ul>
      <button type="button" class="small wide" disabled={!canJoin(vary, present)} onClick={() => put(joined(vary, present))}>
        {text("race.networks.add", { network: titleOf(present) })}
      </button>
      <p class="words">{text("race.networks.words", { count: MOST_VALUES })}</p>
    </div>
  );
}

/** By what differs; one that is alone by its title. */
export function networkName(network: Network, differs: Readonly<Record<string, unknown>>): string {
  return variantName(differs) || titleOf(network);
}

function titleOf(architecture: Network): string {
  const catalogue = state.catalogue.value;
  return (catalogue && entryOf(catalogue, { ...state.spec.value, architecture }, "architecture")?.title) || architecture.name;
}

/** What of it is not as usual. */
function settingsOf(architecture: Network): string {
  const catalogue = state.catalogue.value;
  const controls = catalogue === null ? [] : controlsOf(catalogue, { ...state.spec.value, architecture }, "architecture");
  const unusual = controls.filter(({ field, initial }) => architecture[field] !== undefined && !sameSpec(architecture[field], initial));
  return row(unusual.map((control) => said(control, control.field, architecture[control.field])));
}
