import { expect, test } from "vitest";
import type { Run } from "../generated/types";
import { files } from "../panels/runs/files";
import { run } from "./world";

const best = (step: number) => ({ series: "exact", value: 1, step, epoch: step / 10 });
const parent = (given: Partial<NonNullable<Run["parent"]>>) => ({ run: "", step: 0, epoch: 0, file: "", weights: "", ...given });
const ended = { state: "finished", step: 200, snapshots: [0, 100, 200] } as const;

function offered(given: Partial<Omit<Run, "spec">>): [string, string][] {
  return files(run("a", { ...given, snapshots: [...(given.snapshots ?? [])] })).map(({ words, file, reason }) => [words, reason || file]);
}

test("weights of the best and of the last are both to be had, and say which they are", () => {
  expect(offered({ ...ended, snapshots: [0, 100, 200], best: best(100) })).toEqual([
    ["Download weights: best, epoch 10", "weights.safetensors?at=100"],
    ["Download weights: last, epoch 20", "weights.safetensors?at=200"],
    ["Download script (PyTorch)", "script.py"],
  ]);
  expect(offered({ ...ended, snapshots: [0, 100, 200], best: best(200) })[0]).toEqual(["Download weights: best and last, epoch 20", "weights.safetensors?at=200"]);
});

test("the best is not offered where its weights are not kept", () => {
  expect(offered({ ...ended, snapshots: [0, 200], best: best(100) }).map(([words]) => words)).toEqual(["Download weights: last, epoch 20", "Download script (PyTorch)"]);
});

test("what is not to be had says why", () => {
  expect(offered({ state: "queued", snapshots: [] })).toEqual([
    ["Download weights", "None are kept yet."],
    ["Download script (PyTorch)", "Once this run has ended."],
  ]);
  const script = (given: Partial<Omit<Run, "spec">>) => offered({ ...ended, snapshots: [200], ...given }).at(-1)?.[1];
  expect(script({ parent: parent({ run: "b" }) })).toMatch(/^A fork goes on/);
  expect(script({ parent: parent({ file: "mine.safetensors" }) })).toMatch(/was not kept/);
  expect(script({ parent: parent({ file: "mine.safetensors", weights: "0".repeat(64) }) })).toBe("script.py");
  expect(script({ problem: "Its data are gone." })).toBe("Its data are gone.");
  expect(script({ state: "stopped", step: 0 })).toBe("It ended before its first step.");
});
