// A run's network as the body of another: its weights become a file of one's own, which the new network's settings name.

import { computed } from "@preact/signals";
import type { Run } from "../generated/types";
import { http } from "../http/http";
import { controls } from "../setup/controls";
import { plainSpec, specOf } from "../setup/spec";
import { attempt, setUp } from "./actions";
import { nameOf, state } from "./store";
import { send } from "./uploads";

/** The architecture that begins with another's layers, and which of its settings names their file. */
const body = computed(() => {
  for (const { name, settings } of state.catalogue.value?.architectures ?? []) {
    const names = controls(settings, "architecture").find((control) => control.shape === "data" && control.form === "weights");
    if (names) return { name, field: names.field, pointer: names.pointer };
  }
  return null;
});

const fits = (task: string) => state.catalogue.value?.tasks.find(({ name }) => name === task)?.architectures.includes(body.value?.name ?? "") ?? false;

/** Whether a network of this task can keep its eyes and change its job. */
export function canBeBody(run: Run): boolean {
  return run.problem === null && run.snapshots.length > 0 && fits(specOf(run).task.name);
}

/** Sets up a network that begins with the run's best layers, for the task that is chosen now if it fits, else the run's. */
export function keepEyes(run: Run): void {
  const step = run.best !== null && run.snapshots.includes(run.best.step) ? run.best.step : run.snapshots.at(-1);
  void attempt(async () => {
    const { content } = await http.exported(run.id, `weights.safetensors?at=${step}`);
    const catalogue = state.catalogue.peek();
    const named = body.peek();
    if (named === null || catalogue === null) return;
    const weights = await send(content, `${nameOf(run.id)}.safetensors`, named.pointer, "weights");
    if (weights === null) return;
    const present = state.spec.peek();
    const { task } = fits(present.task.name) ? present : specOf(run);
    const spec = plainSpec(catalogue, task.name, named.name);
    setUp({ ...spec, task, architecture: { ...spec.architecture, [named.field]: weights } }, {});
    state.drawer.value = true;
    state.place.value = "form";
  });
}
