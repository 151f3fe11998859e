#!/usr/bin/env bash
# TensorFlow.js 4.22.0 (npm: @tensorflow/tfjs) beside Keras 3.15.1 (pip, on torch 2.13.0).
#
# Expected: `kernelConstraint: tf.constraints.nonNeg()` keeps the weights of a layer from falling below zero while the
# model is fitted: after each step of the optimiser what is constrained is put right, as Keras does.
# Seen: four weights of 1 that are drawn towards -20 are -47 after one step with SGD and stay there; Keras has 0. The
# constraint holds for `setWeights` alone: optimisers write to the variables beneath, and nobody asks it again. maxNorm
# and others are passed over alike, without a word. Cure: after each batch, by the callback `onBatchEnd`,
# `layer.setWeights(layer.getWeights().map((one) => one.clone()))`; without the copies that does nothing either.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --prefix "$folder" @tensorflow/tfjs@4.22.0
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check torch==2.13.0 keras==3.15.1
cat > "$folder/fit.mjs" <<'NODE'
import * as tf from "@tensorflow/tfjs";
await tf.setBackend("cpu");
const found = {};
for (const [name, constraint] of [["nonNeg", tf.constraints.nonNeg()], ["maxNorm", tf.constraints.maxNorm({ maxValue: 1 })]]) {
  for (const mended of [false, true]) {
    const layer = tf.layers.dense({ units: 1, inputShape: [4], useBias: false, kernelInitializer: "ones", kernelConstraint: constraint });
    const model = tf.sequential({ layers: [layer] });
    model.compile({ optimizer: tf.train.sgd(1), loss: "meanSquaredError" });
    const callbacks = { onBatchEnd: async () => mended && layer.setWeights(layer.getWeights().map((one) => one.clone())) };
    await model.fit(tf.ones([2, 4]), tf.fill([2, 1], -20), { epochs: 1, verbose: 0, callbacks });
    found[name + (mended ? " asked again" : "")] = layer.getWeights()[0].dataSync()[0];
  }
}
console.log(JSON.stringify({ version: tf.version.tfjs, found }));
NODE
(cd "$folder" && node fit.mjs 2> /dev/null | grep '^{' > told.json)
KERAS_BACKEND=torch "$folder/venv/bin/python" - "$folder/told.json" <<'PYTHON' 2> /dev/null
import json
import sys
from pathlib import Path

import keras
import numpy

told = json.loads(Path(sys.argv[1]).read_text("utf-8"))
of_keras = {}
for name, constraint in {"nonNeg": keras.constraints.NonNeg(), "maxNorm": keras.constraints.MaxNorm(1)}.items():
    layer = keras.layers.Dense(1, use_bias=False, kernel_initializer="ones", kernel_constraint=constraint)
    model = keras.Sequential([keras.Input((4,)), layer])
    model.compile(keras.optimizers.SGD(1.0), "mse")
    model.fit(numpy.ones((2, 4)), numpy.full((2, 1), -20.0), epochs=1, verbose=0)
    of_keras[name] = round(float(layer.kernel[0, 0]), 3)
print(f"a weight of 1 after one step: TensorFlow.js {told['version']} {told['found']}, Keras {keras.__version__} {of_keras}")
assert of_keras == {"nonNeg": 0, "maxNorm": -0.5}, "Keras has changed"
again = [told["found"][f"{name} asked again"] for name in of_keras]
assert abs(again[0]) < 1e-6 and abs(again[1] + 0.5) < 1e-4, "the cure does not help"
assert told["found"]["nonNeg"] == told["found"]["maxNorm"] == -47, "the behaviour has changed"
PYTHON
