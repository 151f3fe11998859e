#!/usr/bin/env bash
# TensorFlow.js 4.22.0 (npm: @tensorflow/tfjs) beside Keras 3.15.1 (pip, on torch 2.13.0).
#
# Expected: a penalty that is given to a recurrent layer (`kernelRegularizer`, `recurrentRegularizer`,
# `biasRegularizer`) is part of the loss that is made small, as it is of a dense layer's, and as in Keras.
# Seen: simpleRNN, gru and lstm take it, write it into their configuration, and leave it out of the loss: weights
# of 1 under L2 of 1 give a loss of 0, a dense layer with one such weight gives 1. A race of penalties between recurrent
# networks so compares equal ones. Cure: train with a loss function of one's own, which adds the penalty.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --prefix "$folder" @tensorflow/tfjs@4.22.0
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check torch==2.13.0 keras==3.15.1
cat > "$folder/fit.mjs" <<'NODE'
import * as tf from "@tensorflow/tfjs";
await tf.setBackend("cpu");
const l2 = () => tf.regularizers.l2({ l2: 1 });
const given = { units: 1, inputShape: [3, 1], kernelInitializer: "ones", kernelRegularizer: l2(), useBias: false };
const found = {};
for (const name of ["dense", "simpleRNN", "gru", "lstm"]) {
  const more = name === "dense" ? {} : { recurrentInitializer: "ones", recurrentRegularizer: l2() };
  const model = tf.sequential({ layers: [tf.layers[name]({ ...given, ...more })] });
  model.compile({ optimizer: tf.train.sgd(0), loss: "meanSquaredError" });
  const answers = tf.zeros(name === "dense" ? [1, 3, 1] : [1, 1]);
  const { history } = await model.fit(tf.zeros([1, 3, 1]), answers, { epochs: 1, verbose: 0 });
  found[name] = history.loss[0];
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
for name, kind in {"simpleRNN": keras.layers.SimpleRNN, "gru": keras.layers.GRU, "lstm": keras.layers.LSTM}.items():
    l2 = keras.regularizers.L2(1.0)
    layer = kind(1, use_bias=False, kernel_initializer="ones", recurrent_initializer="ones", kernel_regularizer=l2, recurrent_regularizer=l2)
    model = keras.Sequential([keras.Input((3, 1)), layer])
    model.compile(keras.optimizers.SGD(0.0), "mse")
    of_keras[name] = model.fit(numpy.zeros((1, 3, 1)), numpy.zeros((1, 1)), verbose=0).history["loss"][0]
print(f"the penalty in the loss: TensorFlow.js {told['version']} {told['found']}, Keras {keras.__version__} {of_keras}")
assert of_keras == {"simpleRNN": 2, "gru": 6, "lstm": 8}, "Keras has changed"
assert told["found"] == {"dense": 1, "simpleRNN": 0, "gru": 0, "lstm": 0}, "the behaviour has changed"
PYTHON
