#!/usr/bin/env bash
# TensorFlow.js 4.22.0 (npm: @tensorflow/tfjs) beside Keras 3.15.1 (pip, on torch 2.13.0).
#
# Expected: varianceScaling, leCunNormal, heNormal and glorotNormal draw weights whose deviation is the one that they are
# named after and documented with, as sqrt(scale / fan-in): a normal cut at two deviations is made wider for the cut, as
# Keras has done since 2018, whose names and arguments these are.
# Seen: TensorFlow.js cuts the normal and does not make up for it: every one of them is 0.88 as wide as it says, so a
# signal shrinks by an eighth in each layer, and a network of Keras that is written anew in TensorFlow.js begins with
# other weights. Whoever compares the two has to divide by 0.87962566103423978.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --prefix "$folder" @tensorflow/tfjs@4.22.0
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check keras==3.15.1 torch==2.13.0 numpy
cat > "$folder/drawn.js" <<'JAVASCRIPT'
console.warn = console.log = () => {}; // tells that there are faster back ends
const tf = require("@tensorflow/tfjs");

const SHAPE = [400, 600]; // fan-in 400, fan-out 600
const wanted = {
  varianceScaling: [tf.initializers.varianceScaling({ scale: 1, mode: "fanIn", distribution: "normal", seed: 1 }), Math.sqrt(1 / 400)],
  leCunNormal: [tf.initializers.leCunNormal({ seed: 1 }), Math.sqrt(1 / 400)],
  heNormal: [tf.initializers.heNormal({ seed: 1 }), Math.sqrt(2 / 400)],
  glorotNormal: [tf.initializers.glorotNormal({ seed: 1 }), Math.sqrt(2 / 1000)],
};
const found = Object.entries(wanted).map(([name, [initializer, deviation]]) => {
  const { variance } = tf.moments(initializer.apply(SHAPE, "float32"));
  return [name, Math.sqrt(variance.dataSync()[0]) / deviation];
});
process.stdout.write(JSON.stringify({ version: tf.version.tfjs, found: Object.fromEntries(found) }));
JAVASCRIPT
(cd "$folder" && node drawn.js) > "$folder/tfjs.json"
KERAS_BACKEND=torch "$folder/venv/bin/python" - "$folder/tfjs.json" <<'PYTHON'
import json
import math
import sys
from pathlib import Path

import keras

initializers, shape = keras.initializers, (400, 600)
wanted = {
    "varianceScaling": (initializers.VarianceScaling(1.0, "fan_in", "truncated_normal", seed=1), math.sqrt(1 / 400)),
    "leCunNormal": (initializers.LecunNormal(seed=1), math.sqrt(1 / 400)),
    "heNormal": (initializers.HeNormal(seed=1), math.sqrt(2 / 400)),
    "glorotNormal": (initializers.GlorotNormal(seed=1), math.sqrt(2 / 1000)),
}
of_keras = {name: float(one(shape).detach().std()) / deviation for name, (one, deviation) in wanted.items()}
told = json.loads(Path(sys.argv[1]).read_text("utf-8"))
print(f"deviation of the weights over the one that was asked for: TensorFlow.js {told['version']}, Keras {keras.__version__}")
for name, share in of_keras.items():
    print(f"{name}: {told['found'][name]:.3f}, {share:.3f}")
assert all(abs(share - 0.8796) < 0.005 for share in told["found"].values()), "the behaviour has changed"
assert all(abs(share - 1) < 0.005 for share in of_keras.values()), "Keras has changed"
PYTHON
