// A network of another sort, opened as blocks.

import { plainSpec, type Spec } from "../setup/spec";
import { setUp } from "./actions";
import { state } from "./store";

/** The same network under the architecture that the plan names; task and training stay. */
export function openAsBlocks(architecture: Record<string, unknown>): void {
  const catalogue = state.catalogue.value;
  if (catalogue === null) return;
  const { task, training } = state.spec.value;
  const plain = plainSpec(catalogue, task.name, String(architecture.name));
  setUp({ task, architecture: { ...plain.architecture, ...(architecture as Spec["architecture"]) }, training }, state.vary.value);
}
