#!/usr/bin/env bash
# TensorFlow.js 4.22.0 (npm: @tensorflow/tfjs) beside Keras 3.15.1 (pip, on torch 2.13.0).
#
# Expected: `loss` and `val_loss` of a fit are of one kind, so the distance of the two curves tells of overfitting: both
# hold the penalty on the weights, as Keras's do, or neither.
# Seen: `loss` holds it, `val_loss` and `evaluate` do not. A model that cannot change and answers its examples rightly,
# validated on the very same examples, has loss 0.5 and val_loss 0; Keras has 0.5 twice. With a penalty, validation so
# looks better than training, and an overfit is hidden. Cure: plot a metric, as `metrics: ["mse"]`, in place of the loss.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --prefix "$folder" @tensorflow/tfjs@4.22.0
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check torch==2.13.0 keras==3.15.1
cat > "$folder/fit.mjs" <<'NODE'
import * as tf from "@tensorflow/tfjs";
await tf.setBackend("cpu");
const kernelRegularizer = tf.regularizers.l2({ l2: 0.5 });
const layer = tf.layers.dense({ units: 1, inputShape: [1], useBias: false, kernelInitializer: "ones", kernelRegularizer });
const model = tf.sequential({ layers: [layer] });
model.compile({ optimizer: tf.train.sgd(0), loss: "meanSquaredError", metrics: ["mse"] });
const ones = tf.ones([2, 1]);
const { history } = await model.fit(ones, ones, { epochs: 1, verbose: 0, validationData: [ones, ones] });
console.log(JSON.stringify({ version: tf.version.tfjs, history, evaluated: model.evaluate(ones, ones)[0].dataSync()[0] }));
NODE
(cd "$folder" && node fit.mjs 2> /dev/null | grep '^{' > told.json)
KERAS_BACKEND=torch "$folder/venv/bin/python" - "$folder/told.json" <<'PYTHON' 2> /dev/null
import json
import sys
from pathlib import Path

import keras
import numpy

told = json.loads(Path(sys.argv[1]).read_text("utf-8"))
layer = keras.layers.Dense(1, use_bias=False, kernel_initializer="ones", kernel_regularizer=keras.regularizers.L2(0.5))
model = keras.Sequential([keras.Input((1,)), layer])
model.compile(keras.optimizers.SGD(0.0), "mse", metrics=["mse"])
ones = numpy.ones((2, 1))
history = model.fit(ones, ones, epochs=1, verbose=0, validation_data=(ones, ones)).history
print(f"TensorFlow.js {told['version']}: {told['history']}, evaluate {told['evaluated']}; Keras {keras.__version__}: {history}")
assert history["loss"] == history["val_loss"] == [0.5], "Keras has changed"
found = told["history"]
assert found["loss"] == [0.5] and found["val_loss"] == [0] and told["evaluated"] == 0, "the behaviour has changed"
assert found["mse"] == found["val_mse"] == [0], "the cure fails"
PYTHON
