#!/usr/bin/env bash
# TensorFlow.js 4.22.0 (npm: @tensorflow/tfjs) beside Keras 3.15.1 (pip, on torch 2.13.0).
#
# Expected: `upSampling2d({size: 2, interpolation: "bilinear"})` has no weights and is named after Keras's layer: a row
# 0 1 2 becomes 0 0.25 0.75 1.25 1.75 2, the middle of each pixel being held.
# Seen: 0 0.5 1 1.5 2 2. The corner of each pixel is held, as TensorFlow 1 did: the map is shifted by half a pixel of
# what comes out, to the upper left, by one and a half behind two such layers, and its last column stands twice. A
# decoder that was learnt by Keras draws askew, and skips of a U-Net no longer lie on each other. "nearest" is the same.
# Cure: "nearest", or tf.image.resizeBilinear(maps, size, false, true) in a layer of one's own.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --prefix "$folder" @tensorflow/tfjs@4.22.0
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check torch==2.13.0 keras==3.15.1
cat > "$folder/draw.mjs" <<'NODE'
import * as tf from "@tensorflow/tfjs";
await tf.setBackend("cpu");
const row = tf.tensor4d([0, 1, 2], [1, 1, 3, 1]);
const found = {};
for (const interpolation of ["bilinear", "nearest"])
  found[interpolation] = Array.from(tf.layers.upSampling2d({ size: [1, 2], interpolation }).apply(row).dataSync());
found.cure = Array.from(tf.image.resizeBilinear(row, [1, 6], false, true).dataSync());
console.log(JSON.stringify({ version: tf.version.tfjs, found }));
NODE
(cd "$folder" && node draw.mjs 2> /dev/null | grep '^{' > told.json)
KERAS_BACKEND=torch "$folder/venv/bin/python" - "$folder/told.json" <<'PYTHON' 2> /dev/null
import json
import sys
from pathlib import Path

import keras
import numpy

told = json.loads(Path(sys.argv[1]).read_text("utf-8"))
row = numpy.array([0.0, 1, 2]).reshape(1, 1, 3, 1)
of_keras = {
    name: keras.layers.UpSampling2D((1, 2), interpolation=name)(row).flatten().tolist() for name in ("bilinear", "nearest")
}
print(f"0 1 2 made twice as wide: TensorFlow.js {told['version']} {told['found']}, Keras {keras.__version__} {of_keras}")
assert of_keras == {"bilinear": [0, 0.25, 0.75, 1.25, 1.75, 2], "nearest": [0, 0, 1, 1, 2, 2]}, "Keras has changed"
assert told["found"]["nearest"] == of_keras["nearest"] and told["found"]["cure"] == of_keras["bilinear"], "the cure fails"
assert told["found"]["bilinear"] == [0, 0.5, 1, 1.5, 2, 2], "the behaviour has changed"
PYTHON
