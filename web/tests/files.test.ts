import { expect, test } from "vitest";
import type { Export, Run } from "../generated/types";
import { files } from "../panels/runs/files";
import { run, wording } from "./world";

const offer = (file: string, title: string, more: Partial<Export> = {}): Export => ({ file, title: wording(title), text: wording(""), of_weights: false, reason: null, ...more });
const weights = offer("weights.safetensors", "weights", { of_weights: true });
const script = offer("script.py", "script (PyTorch)");
const best = (step: number) => ({ series: "exact", value: 1, step, epoch: step / 10 });
const ended: Partial<Omit<Run, "spec">> = { state: "finished", step: 200, snapshots: [0, 100, 200] };

function offered(given: Partial<Omit<Run, "spec">>, exports: readonly Export[] = [weights, script]): [string, string][] {
  const one = run("a", { ...given, snapshots: [...(given.snapshots ?? [])] });
  return files(one, exports).map(({ words, file, reason }) => [words, reason || file]);
}

test("weights of the best and of the last are both to be had, and say which they are", () => {
  expect(offered({ ...ended, best: best(100) })).toEqual([
    ["Download weights: best, epoch 10", "weights.safetensors?at=100"],
    ["Download weights: last, epoch 20", "weights.safetensors?at=200"],
    ["Download script (PyTorch)", "script.py"],
  ]);
  expect(offered({ ...ended, best: best(200) })[0]).toEqual(["Download weights: best and last, epoch 20", "weights.safetensors?at=200"]);
});

test("the best is not offered where its weights are not kept", () => {
  expect(offered({ ...ended, snapshots: [0, 200], best: best(100) }).map(([words]) => words)).toEqual(["Download weights: last, epoch 20", "Download script (PyTorch)"]);
});

test("what is not to be had says why, once", () => {
  const none = [offer("weights.safetensors", "weights", { of_weights: true, reason: wording("No weights of this run are kept yet.") })];
  expect(offered(ended, none)).toEqual([["Download weights", "No weights of this run are kept yet."]]);
});

test("whatever else the server offers is in the menu in its own words", () => {
  expect(offered(ended, [offer("table.csv", "table (CSV)"), offer("net.onnx", "network (ONNX)", { of_weights: true })])).toEqual([
    ["Download table (CSV)", "table.csv"],
    ["Download network (ONNX): last, epoch 20", "net.onnx?at=200"],
  ]);
});
