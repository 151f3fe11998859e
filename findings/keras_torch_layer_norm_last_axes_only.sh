#!/bin/bash
# keras 3.15.1 with torch 2.13.0 and with JAX 0.10.2 as its back end, Python 3.11.
# Expected: LayerNormalization(axis=1) normalises over the axis that it names, as its documentation says, or the layer says
#   when it is made that it cannot. On channels-first maps that axis is 1.
# Seen: with torch the layer is made and built, and its call raises "Given normalized_shape=[3], expected input with shape
#   [*, 3]" on every axis or pair of axes that is not at the end of the shape; with JAX the same lines work.
# What follows: a model that loads and summarises well fails at its first batch on another back end. Cure: Permute before
#   and after, or normalise by hand with keras.ops.mean and var.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/python" -m pip install -q torch==2.13.0 keras==3.15.1 jax==0.10.2
cat > "$place/look.py" <<'PYTHON'
import sys

import keras
import numpy as np

maps = np.random.default_rng(0).random((2, 3, 4, 5), "float32")
worked = {}
for axis in (1, 2, (1, 2), 3, (2, 3), (1, 2, 3)):
    layer = keras.layers.LayerNormalization(axis=axis)
    layer.build(maps.shape)
    try:
        found = np.asarray(keras.ops.convert_to_numpy(layer(maps)))
        worked[axis] = bool(np.abs(found.mean(axis)).max() < 1e-5)
    except RuntimeError as error:
        worked[axis] = False
        said = str(error)
print(f"keras {keras.__version__} on {keras.backend.backend()}: worked {worked}")
ends = {axis: axis in (3, (2, 3), (1, 2, 3)) for axis in worked}
sys.exit(0 if worked == (ends if keras.backend.backend() == "torch" else dict.fromkeys(worked, True)) else 1)
PYTHON
for backend in torch jax; do
    KERAS_BACKEND=$backend KERAS_HOME="$place" "$place/venv/bin/python" "$place/look.py"
done
