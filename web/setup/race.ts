// What a race lays out. In the form an architecture may be raced by its name; what is trained are whole settings.

import type { Catalogue } from "../generated/types";
import { text } from "../text/text";
import { allows, type ChoiceControl, type Setting } from "./controls";
import { ARCHITECTURE, controlsOf, plainSpec, type Spec, type Vary, withValue } from "./spec";
import { type Variant, variants } from "./variants";

/** The choice among all architectures that fit the task; null where there is none to choose. */
export function architectureControl(catalogue: Catalogue, spec: Spec): ChoiceControl | null {
  const fitting = catalogue.tasks.find(({ name }) => name === spec.task.name)?.architectures ?? [];
  if (fitting.length < 2) return null;
  const titled = catalogue.architectures.map(({ name, title }) => [name, title]);
  return {
    part: "architecture",
    field: "name",
    pointer: ARCHITECTURE,
    title: text("form.architecture"),
    text: "",
    group: "",
    advanced: false,
    when: {},
    live: false,
    layers: [],
    unit: "",
    preview: "",
    role: "",
    picks: "",
    shape: "choice",
    initial: spec.architecture.name,
    options: fitting,
    colours: {},
    names: Object.fromEntries(titled),
  };
}

/** Another architecture with every setting that both have and that it can take; the rest is at its defaults. */
export function carried(catalogue: Catalogue, spec: Spec, name: string): Spec["architecture"] {
  if (name === spec.architecture.name) return spec.architecture;
  const plain = plainSpec(catalogue, spec.task.name, name);
  const common = controlsOf(catalogue, plain, "architecture").flatMap((control): [string, Setting][] => {
    const value = spec.architecture[control.field];
    return allows(control, value) ? [[control.field, value]] : [];
  });
  return { ...plain.architecture, ...Object.fromEntries(common), name };
}

/** As the call takes it. */
export function called(catalogue: Catalogue, spec: Spec, vary: Vary): Record<string, unknown[]> {
  const { [ARCHITECTURE]: names, ...rest } = vary;
  return names === undefined ? rest : { ...rest, "/architecture": names.map((name) => carried(catalogue, spec, String(name))) };
}

export interface Laid extends Variant {
  spec: Spec;
}

/** What each variant would train, whatever the seeds. */
export function laidOut(catalogue: Catalogue, spec: Spec, vary: Vary): Laid[] {
  return variants(vary).map((variant) => {
    const name = variant.values[ARCHITECTURE];
    const architecture = variant.network ?? (name === undefined ? spec.architecture : carried(catalogue, spec, String(name)));
    const base = architecture === spec.architecture ? spec : { ...spec, architecture };
    const settings = Object.entries(variant.values).filter(([pointer]) => pointer !== ARCHITECTURE);
    return { ...variant, spec: settings.reduce((made, [pointer, value]) => withValue(made, pointer, value), base) };
  });
}
