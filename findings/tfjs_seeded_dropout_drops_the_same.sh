#!/usr/bin/env bash
# TensorFlow.js 4.22.0 (npm: @tensorflow/tfjs) beside Keras 3.15.1 (pip, on torch 2.13.0).
#
# Expected: `dropout({rate, seed})` drops other units in each batch, and the same ones when the whole is run again: that
# is what a seed is for, and what Keras's layer of that name does.
# Seen: with a seed the layer drops the very same units in every batch. Six inputs of 1 into a layer that begins at
# zero, after 50 steps: those that were dropped the first time still have a weight of 0, as they never learnt. Nothing
# is averaged, the network is smaller. Without a seed all six learn; gaussianNoise with a seed draws anew.
# Cure: no seed.
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
for (const [name, seed] of [["seeded", 3], ["unseeded", undefined]]) {
  const dense = tf.layers.dense({ units: 1, useBias: false, kernelInitializer: "zeros" });
  const model = tf.sequential({ layers: [tf.layers.dropout({ rate: 0.5, seed, inputShape: [6] }), dense] });
  model.compile({ optimizer: tf.train.sgd(0.01), loss: "meanSquaredError" });
  await model.fit(tf.ones([50, 6]), tf.ones([50, 1]), { epochs: 1, batchSize: 1, verbose: 0 });
  found[name] = Array.from(dense.getWeights()[0].dataSync()).filter((weight) => weight === 0).length;
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
dense = keras.layers.Dense(1, use_bias=False, kernel_initializer="zeros")
model = keras.Sequential([keras.Input((6,)), keras.layers.Dropout(0.5, seed=3), dense])
model.compile(keras.optimizers.SGD(0.01), "mse")
model.fit(numpy.ones((50, 6)), numpy.ones((50, 1)), batch_size=1, verbose=0)
never = int((dense.kernel == 0).sum())
print(f"of six weights those that never learnt: TensorFlow.js {told['version']} {told['found']}, Keras seeded {never}")
assert never == 0, "Keras has changed"
assert 1 <= told["found"]["seeded"] <= 5 and told["found"]["unseeded"] == 0, "the behaviour has changed"
PYTHON
