// A table of a thousand runs: what one of them learns must not cost what all of them are.

import { expect, test } from "vitest";
import type { Run } from "../generated/types";
import { receive } from "../state/receive";
import { nameOf, paintOf, shown, state } from "../state/store";
import { catalogue, run } from "./world";

const runs = Array.from({ length: 1_000 }, (_, seed) => run(`r${seed}`, { seed }));
state.catalogue.value = catalogue();
state.spec.value = runs[0]?.spec as never;
receive(state, { type: "runs", runs, removed: [], places: null });

test("a run that goes on leaves the names and the colours of all as they are", () => {
  const paints = paintOf.value;
  expect(nameOf("r7")).toBe("Reader · seed 7");
  receive(state, { type: "runs", runs: [{ ...structuredClone(runs[7] as Run), step: 5 }], removed: [], places: null });
  expect(state.runs.value.get("r7")?.step).toBe(5);
  expect(paintOf.value).toBe(paints);
  receive(state, { type: "runs", runs: [], removed: ["r7"], places: null });
  expect(paintOf.value).not.toBe(paints);
});

test("no more runs are on the charts than can be told apart, unless somebody asks for one", () => {
  expect(shown.value).toHaveLength(64);
  const away = [...state.runs.value.keys()].find((id) => !shown.value.some((one) => one.id === id)) as string;
  state.visible.value = { [away]: true };
  expect(shown.value.map(({ id }) => id)).toContain(away);
});
