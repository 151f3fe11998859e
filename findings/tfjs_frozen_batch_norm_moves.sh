#!/usr/bin/env bash
# TensorFlow.js 4.22.0 (npm: @tensorflow/tfjs) beside Keras 3.15.1 (pip, on torch 2.13.0).
#
# Expected: a batch normalisation with `trainable = false` is frozen: while what stands behind it is trained anew, it
# normalises by what it has learnt, and keeps it, as Keras's does.
# Seen: only its scale and shift are frozen. It normalises by each batch, and its moving mean and variance go on to
# those of the new examples: from 0 and 1 to 2 and 4 in one step with momentum 0. So a network of which only the last
# layer is trained anew answers otherwise in its lower layers too, and worse on its old task.
# Cure: call the lower layers outside of the model (`base.predict`), and train a model of the last layers alone.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --prefix "$folder" @tensorflow/tfjs@4.22.0
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check torch==2.13.0 keras==3.15.1
cat > "$folder/fit.mjs" <<'NODE'
import * as tf from "@tensorflow/tfjs";
await tf.setBackend("cpu");
const frozen = tf.layers.batchNormalization({ inputShape: [1], momentum: 0 });
frozen.trainable = false;
const model = tf.sequential({ layers: [frozen, tf.layers.dense({ units: 1 })] });
model.compile({ optimizer: tf.train.sgd(0.1), loss: "meanSquaredError" });
await model.fit(tf.tensor2d([[0], [4]]), tf.zeros([2, 1]), { epochs: 1, verbose: 0 });
console.log(JSON.stringify({ version: tf.version.tfjs, found: frozen.getWeights().map((one) => one.dataSync()[0]) }));
NODE
(cd "$folder" && node fit.mjs 2> /dev/null | grep '^{' > told.json)
KERAS_BACKEND=torch "$folder/venv/bin/python" - "$folder/told.json" <<'PYTHON' 2> /dev/null
import json
import sys
from pathlib import Path

import keras
import numpy

told = json.loads(Path(sys.argv[1]).read_text("utf-8"))
frozen = keras.layers.BatchNormalization(momentum=0.0)
frozen.trainable = False
model = keras.Sequential([keras.Input((1,)), frozen, keras.layers.Dense(1)])
model.compile("sgd", "mse")
model.fit(numpy.array([[0.0], [4.0]]), numpy.zeros((2, 1)), verbose=0)
of_keras = [float(one.reshape(-1)[0]) for one in frozen.get_weights()]
print(f"scale, shift, moving mean and variance: TensorFlow.js {told['version']} {told['found']}, Keras {of_keras}")
assert of_keras == [1, 0, 0, 1], "Keras has changed"
assert told["found"] == [1, 0, 2, 4], "the behaviour has changed"
PYTHON
