// The network itself, answered by onnxruntime-web: one thread, for a page from a disk may have no others.

import { env, InferenceSession, Tensor } from "onnxruntime-web/wasm";
import { lying, type Told, unpacked } from "./told";

export interface Outcome {
  values: number[];
  /** Of one example. */
  shape: number[];
}

export interface Network {
  file: Uint8Array<ArrayBuffer>;
  ask: (input: readonly number[] | Float32Array, length: number) => Promise<Outcome>;
}

export async function opened(told: Told): Promise<Network> {
  const [runtime, file] = await Promise.all([unpacked(lying("runtime")), unpacked(lying("network"))]);
  env.wasm.numThreads = 1;
  env.wasm.wasmBinary = runtime.buffer;
  const session = await InferenceSession.create(file, { executionProviders: ["wasm"] });
  const ask = async (input: readonly number[] | Float32Array, length: number): Promise<Outcome> => {
    const given: Record<string, Tensor> = {};
    const dims = told.inputs.form === "symbols" ? [1, input.length] : [1, ...told.inputs.shape];
    if (session.inputNames.includes("inputs"))
      given.inputs = told.inputs.form === "symbols" ? new Tensor("int64", BigInt64Array.from(input, BigInt), dims) : new Tensor("float32", Float32Array.from(input), dims);
    if (session.inputNames.includes("lengths")) given.lengths = new Tensor("int64", BigInt64Array.of(BigInt(length)), [1]);
    const { outputs } = await session.run(given);
    if (outputs === undefined) throw new Error("no outputs");
    return { values: Array.from(outputs.data as Float32Array), shape: outputs.dims.slice(1) as number[] };
  };
  return { file, ask };
}
