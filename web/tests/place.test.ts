import { expect, test } from "vitest";
import { deviceWords, machineOf } from "../curves/place";
import type { Attempt } from "../generated/types";
import { run } from "./world";

function on(...devices: string[]) {
  return run("a", { attempts: devices.map((device) => ({ device }) as Attempt) });
}

test("a run says on which machine it trains, where that is not the server's own", () => {
  expect(machineOf(on("cpu on 10.0.0.7"))).toBe("10.0.0.7");
  expect(machineOf(on("cpu on 10.0.0.7", "cuda on 10.0.0.8"))).toBe("10.0.0.8");
  expect(machineOf(on("cpu"))).toBe("");
  expect(machineOf(on())).toBe("");
});

test("a device is written in capitals, and a machine as it is called", () => {
  expect(deviceWords("cpu")).toBe("CPU");
  expect(deviceWords("cuda on lab-3 (10.0.0.8)")).toBe("CUDA on lab-3 (10.0.0.8)");
});
