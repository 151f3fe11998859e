// A run's network as the body of another: its weights become a file of one's own, which the new network's settings name.

import type { Run } from "../generated/types";
import { http } from "../http/http";
import { plainSpec, specOf } from "../setup/spec";
import "../text/data";
import { attempt, setUp } from "./actions";
import { body, fits } from "./bodies";
import { nameOf, state } from "./store";
import { send } from "./uploads";

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
