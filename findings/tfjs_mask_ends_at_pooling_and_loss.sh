#!/usr/bin/env bash
# TensorFlow.js 4.22.0 (npm: @tensorflow/tfjs) beside Keras 3.15.1 (pip, on torch 2.13.0).
#
# Expected: places that `masking` or `embedding({maskZero: true})` mask are left out by whatever averages over time, as
# by recurrent layers: by globalAveragePooling1d, and by the loss and the metrics of a model that answers at each step.
# Keras leaves them out of all three.
# Seen: none of them looks at the mask, and nothing is said. The mean of 1 and a padded place is 0.5; the loss
# of the sequences 1 and 1 2 3, filled up to three steps, against zeros is 15 / 6 and not 15 / 4. The more is padded, the
# smaller the loss, and the better any score of networks that answer padding rightly.
# Cure: pool and measure by hand, with the mask as a second input.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --prefix "$folder" @tensorflow/tfjs@4.22.0
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check torch==2.13.0 keras==3.15.1
cat > "$folder/ask.mjs" <<'NODE'
import * as tf from "@tensorflow/tfjs";
await tf.setBackend("cpu");
const found = {};
const pooled = tf.sequential({ layers: [tf.layers.masking({ inputShape: [2, 1] }), tf.layers.globalAveragePooling1d()] });
found.pooled = pooled.predict(tf.tensor3d([1, 0], [1, 2, 1])).dataSync()[0];
const same = tf.layers.dense({ units: 1, useBias: false, kernelInitializer: "ones" });
const model = tf.sequential({ layers: [tf.layers.masking({ inputShape: [3, 1] }), same] });
model.compile({ optimizer: "sgd", loss: "meanSquaredError", metrics: ["mse"] });
const rows = tf.tensor3d([1, 0, 0, 1, 2, 3], [2, 3, 1]);
[found.loss, found.metric] = model.evaluate(rows, tf.zeros([2, 3, 1])).map((one) => one.dataSync()[0]);
console.log(JSON.stringify({ version: tf.version.tfjs, found }));
NODE
(cd "$folder" && node ask.mjs 2> /dev/null | grep '^{' > told.json)
KERAS_BACKEND=torch "$folder/venv/bin/python" - "$folder/told.json" <<'PYTHON' 2> /dev/null
import json
import sys
from pathlib import Path

import keras
import numpy

told = json.loads(Path(sys.argv[1]).read_text("utf-8"))
layers = keras.layers
pooled = keras.Sequential([keras.Input((2, 1)), layers.Masking(), layers.GlobalAveragePooling1D()])
of_keras = {"pooled": float(pooled.predict(numpy.array([[[1.0], [0.0]]]), verbose=0)[0, 0])}
same = layers.Dense(1, use_bias=False, kernel_initializer="ones")
model = keras.Sequential([keras.Input((3, 1)), layers.Masking(), same])
model.compile("sgd", "mse", metrics=["mse"])
rows = numpy.array([1.0, 0, 0, 1, 2, 3]).reshape(2, 3, 1)
of_keras["loss"], of_keras["metric"] = model.evaluate(rows, numpy.zeros((2, 3, 1)), verbose=0)
print(f"TensorFlow.js {told['version']}: {told['found']}, Keras {keras.__version__}: {of_keras}")
assert of_keras == {"pooled": 1, "loss": 3.75, "metric": 3.75}, "Keras has changed"
assert told["found"] == {"pooled": 0.5, "loss": 2.5, "metric": 2.5}, "the behaviour has changed"
PYTHON
