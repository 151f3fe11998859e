import { expect, test } from "vitest";
import type { Run } from "../generated/types";
import { chooseAxis, followUnit, presentSight } from "../state/charted";
import { state } from "../state/store";
import { catalogue, run } from "./world";

function show(...runs: Run[]): void {
  state.runs.value = new Map(runs.map((one) => [one.id, one]));
  followUnit();
}

test("runs counted in batches are shown in steps, until somebody chooses an axis", () => {
  state.catalogue.value = catalogue();
  const long = run("long");
  state.spec.value = { ...state.spec.value, task: { ...(long.spec.task as { name: string }) } };
  const short: Run = { ...run("short"), spec: { ...long.spec, training: { ...(long.spec.training as object), batches: 150 } } };
  show(short);
  expect(state.axis.value).toBe("step");
  expect(presentSight()).not.toContain("step");
  show(short, long);
  expect(state.axis.value).toBe("epoch");
  chooseAxis("seconds");
  show(short);
  expect(state.axis.value).toBe("seconds");
  expect(presentSight()).toContain("seconds");
});
