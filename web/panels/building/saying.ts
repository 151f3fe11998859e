// What a step does to the page, in words for its author.

import type { Setting } from "../../setup/controls";
import { type Draft, raceNames, says } from "../../setup/lesson/draft";
import { differences } from "../../setup/networks";
import { type Network, NETWORKS, type Vary } from "../../setup/spec";
import { optionName, written } from "../../setup/wording";
import { hideable } from "../../state/panels";
import { usualName } from "../../state/building";
import { controlAt, state } from "../../state/store";
import { variantName } from "../../state/variants";
import { listed, text, type TextKey } from "../../text/text";

export function sayings(draft: Draft, at: number): string[] {
  const { set, race, look, charts, hide } = says(draft, at);
  const step = draft.steps[at];
  const shown = step?.shown;
  const names = step ? raceNames(step, usualName) : {};
  const settings = Object.entries(set).map(([pointer, value]) => `${title(pointer)} ${valueText(pointer, value as Setting)}`);
  const raced = Object.entries(race).map(([pointer, values]) => `${title(pointer)}: ${(names[pointer] ?? valueTexts(pointer, values)).join(", ")}`);
  const view = state.catalogue.value?.views.find(({ name }) => name === look);
  const found = [
    at === 0 && shown ? text("build.says.begins", { task: taskTitle(shown.spec.task.name), architecture: networkTitle(shown.spec.architecture.name) }) : "",
    settings.length > 0 ? text("build.says.set", { settings: listed(settings) }) : "",
    raced.length > 0 ? text("build.says.race", { settings: listed(raced) }) : "",
    look === "" ? "" : text("build.says.look", { view: view?.title ?? look }),
    charts.length > 0 ? text("build.says.charts", { series: listed(charts) }) : "",
    hide === null ? "" : hide.length === 0 ? text("build.says.show") : text("build.says.hide", { names: listed(hide.map(hiddenName)) }),
  ].filter((one) => one !== "");
  return found.length > 0 ? found : [text("build.says.nothing")];
}

/** A setting, a part of the spec, or a part of the page. */
export function hiddenName(name: string): string {
  const panel = hideable().find(({ id }) => id === name);
  if (panel) return text(panel.title);
  const [, part = "", field] = name.split("/");
  return field === undefined ? text("build.hide.all", { part: text(`form.part.${part}` as TextKey) }) : title(name);
}

function title(pointer: string): string {
  const control = controlAt(pointer);
  return pointer === NETWORKS ? text("race.networks") : (control?.title ?? pointer);
}

function valueTexts(pointer: string, values: Vary[string]): string[] {
  if (pointer !== NETWORKS) return values.map((value) => valueText(pointer, value as Setting));
  return differences(values as Network[]).map((apart, place) => variantName(apart) || networkTitle((values[place] as Network).name));
}

function valueText(pointer: string, value: Setting): string {
  const control = controlAt(pointer);
  return control ? optionName(control, value) : written(value);
}

function taskTitle(name: string): string {
  return state.catalogue.value?.tasks.find((task) => task.name === name)?.title ?? name;
}

function networkTitle(name: string): string {
  return state.catalogue.value?.architectures.find((one) => one.name === name)?.title ?? name;
}
