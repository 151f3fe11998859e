// What a card leads to.

import { choose, chooseTask, usePreset } from "../../state/actions";
import { openLaboratoryAt, toNetworks } from "../../state/laboratory";
import { leave, openLesson } from "../../state/lessons";
import { goToPlace } from "../../state/page";
import { state } from "../../state/store";
import type { Card } from "../../setup/map/cards";

export function open(card: Card): void {
  if (card.sort === "laboratory") openLaboratoryAt(card.name);
  else if (card.sort === "lesson") openLesson(card.name);
  else setUpFor(card);
}

/** In front on a narrow screen is the form: what is set up can be seen before it is trained. */
function setUpFor(card: Card): void {
  const { presets = [], tasks = [] } = state.catalogue.value ?? {};
  leave();
  const preset = presets.find((one) => (card.sort === "preset" ? one.name === card.name : (one.spec.architecture as { name?: unknown } | undefined)?.name === card.name));
  if (card.sort === "task") chooseTask(card.name);
  else if (preset) usePreset(preset);
  else choose(tasks.find(({ architectures }) => architectures.includes(card.name))?.name ?? "", card.name);
  toNetworks();
  goToPlace("form");
}
