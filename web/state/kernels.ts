// Kernels go from the laboratory into a network, and filters of a network into the laboratory.

import type { Problem } from "../generated/types";
import { http, Refusal } from "../http/http";
import { laboratoryOf, plainLaboratory } from "../setup/laboratory";
import type { Spec } from "../setup/spec";
import { written } from "../setup/kernel";
import { text } from "../text/text";
import "../text/convolved";
import { setUp } from "./actions";
import { leaveFork } from "./forking";
import { enter, toNetworks } from "./laboratory";
import { server } from "./server";
import { state } from "./store";
import { say } from "./toasts";

/** The next training begins with it. Where the present network cannot, it says why and offers the nearest that can. */
export async function kernelIntoNetwork(kernel: string): Promise<void> {
  try {
    const { weights } = await http.kernelWeights(state.spec.peek(), kernel);
    leaveFork();
    state.weights.value = { weights, file: text("convolved.kernel", { kernel: kernel.slice(0, 40) }) };
    toNetworks();
    state.drawer.value = true;
    state.place.value = "form";
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    offerNearest(error.problem, kernel);
  }
}

function offerNearest({ detail, nearest }: Problem, kernel: string): void {
  const catalogue = state.catalogue.peek();
  const spec = nearest as Spec | null;
  if (spec === null || catalogue === null) return say(detail);
  const network = catalogue.architectures.find(({ name }) => name === spec.architecture.name)?.title ?? "";
  const task = catalogue.tasks.find(({ name }) => name === spec.task.name)?.title ?? "";
  say(detail, {
    action: {
      words: text("convolved.into.other", { network, task }),
      act: () => {
        setUp(spec, {});
        void kernelIntoNetwork(kernel);
      },
    },
  });
}

/** The laboratory that has a setting for kernels, with this one. */
export function tryKernel(kernel: number[][]): void {
  tryWritten(written(kernel));
}

/** The same of "0 -1 0; -1 5 -1; 0 -1 0". */
export function tryWritten(kernel: string): void {
  const catalogue = server.catalogue.peek();
  for (const entry of catalogue?.laboratories ?? []) {
    const place = plainLaboratory(entry);
    const field = Object.entries((entry.settings as { properties?: Record<string, { format?: string }> }).properties ?? {}).find(([, { format }]) => format === "kernel")?.[0];
    const here = field && laboratoryOf(catalogue, entry.name);
    if (here && field) return enter({ ...place, settings: { ...place.settings, [field]: kernel } });
  }
}
