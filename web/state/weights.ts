// Weights from a file: what starts next begins with them, until somebody lets them go.

import type { Wording } from "../generated/types";
import { http, Refusal } from "../http/http";
import type { Spec } from "../setup/spec";
import { text } from "../text/text";
import { attempt } from "./actions";
import { leaveFork } from "./forking";
import { state } from "./store";
import { say } from "./toasts";

/** As much as the server reads. */
const MOST = 64 * 2 ** 20;
/** Longer names are cut off. */
const LONGEST = 200;

/** Read and checked by the server; where no layer of the present setup agrees it says why, and nothing changes. */
export async function openWeights(file: File): Promise<void> {
  if (file.size > MOST) return void say(text("weights.large"));
  const name = file.name.slice(-LONGEST);
  await attempt(async () => {
    const { weights } = await http.openWeights(file, name);
    await http.fitWeights(weights, state.spec.peek());
    leaveFork();
    state.weights.value = { weights, file: name };
  });
}

export function leaveWeights(): void {
  state.weights.value = null;
}

/** What of the weights a network begins with, for whatever language is read; "" where all of them are what it has. */
export async function fitting(weights: string, spec: Spec): Promise<Wording | string> {
  try {
    return (await http.fitWeights(weights, spec)).left ?? "";
  } catch (error) {
    return error instanceof Refusal ? error.problem.detail : "";
  }
}
