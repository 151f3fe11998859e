// A place of the page, with the parts that stand there.

import { type ComponentType, createElement } from "preact";
import { isAway, isShown, type Panel, type PanelPlace, panelsAt } from "../state/panels";
import { later } from "./later";
import css from "./Slot.module.css";

const components = new Map<Panel, ComponentType>();

function componentOf(panel: Panel): ComponentType {
  const found = components.get(panel) ?? later(panel.load);
  components.set(panel, found);
  return found;
}

export function Slot({ place }: { place: PanelPlace }) {
  return (
    <>
      {panelsAt(place)
        .filter(isShown)
        .map((panel) => createElement(componentOf(panel), { key: panel.id }))}
    </>
  );
}

/** The same where a narrow screen shows one at a time. */
export function Tabbed({ place }: { place: PanelPlace }) {
  return (
    <>
      {panelsAt(place)
        .filter(isShown)
        .map((panel) => (
          <div class={css.panel} key={panel.id} data-panel={panel.id} data-away={isAway(panel) || undefined}>
            {createElement(componentOf(panel), null)}
          </div>
        ))}
    </>
  );
}
