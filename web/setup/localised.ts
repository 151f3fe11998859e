// The catalogue in the language of the page. Done once for all, so that nothing that shows a title has to think of it.
// tests/test_languages.py walks the same paths.

import type { Catalogue, Entry, SeriesText } from "../generated/types";
import type { Words } from "../text/text";
import { type Field, resolved, type Schema } from "./controls";

type Titled = { title: string; text: string };
type Settings = Entry["settings"];

export function localised(catalogue: Catalogue, { schema, said }: Words): Catalogue {
  const at = (path: string, english: string) => (english === "" ? "" : schema(path, english));
  const titled = <One extends Titled>(path: string, one: One): One => ({ ...one, title: at(`${path}.title`, one.title), text: at(`${path}.text`, one.text) });
  const unit = (english: string) => at(`units.${english}`, english);

  const option = (path: string, field: Field, value: string | number) => at(`${path}.options.${value}`, field.names?.[value] ?? String(value));
  const field = (path: string, one: Field, whole: Schema): Field => ({
    ...one,
    title: at(`${path}.title`, one.title ?? ""),
    description: at(`${path}.text`, one.description ?? ""),
    ...(one.group && { group: at(`groups.${one.group}`, one.group) }),
    ...(one.unit && { unit: unit(one.unit) }),
    names: Object.fromEntries((resolved(one, whole).enum ?? []).map((value) => [value, option(path, one, value)])),
  });
  const settings = (path: string, whole: Schema): Settings => ({
    ...whole,
    properties: Object.fromEntries(
      Object.entries(whole.properties ?? {}).map(([name, one]) => [name, name === "name" ? one : field(`${path}.${name}`, one, whole)]),
    ),
  });
  const entry = <One extends Entry>(path: string, one: One): One => ({ ...titled(path, one), settings: settings(path, one.settings) });
  const series = (path: string, all: Record<string, SeriesText>): Record<string, SeriesText> =>
    Object.fromEntries(Object.entries(all).map(([name, one]) => [name, { ...titled(`${path}.series.${name}`, one), unit: unit(one.unit) }]));

  return {
    ...catalogue,
    tasks: catalogue.tasks.map((task) => ({
      ...entry(`tasks.${task.name}`, task),
      series: series(`tasks.${task.name}`, task.series),
      question: task.question && { ...task.question, text: at(`tasks.${task.name}.question.text`, task.question.text) },
      guess: at(`tasks.${task.name}.guess`, task.guess),
      missing: task.missing && said(task.missing),
    })),
    architectures: catalogue.architectures.map((one) => ({
      ...entry(`architectures.${one.name}`, one),
      series: one.series && series(`architectures.${one.name}`, one.series),
    })),
    training: entry("training", catalogue.training),
    presets: catalogue.presets.map((preset) => titled(`presets.${preset.name}`, preset)),
    views: catalogue.views.map((view) => titled(`views.${view.name}`, view)),
    laboratories: catalogue.laboratories.map((one) => entry(`laboratories.${one.name}`, one)),
  };
}

