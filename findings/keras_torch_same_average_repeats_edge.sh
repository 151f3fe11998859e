#!/bin/bash
# keras 3.15.1 with torch 2.13.0 and with JAX 0.10.2 as its back end, Python 3.11.
# Expected: AveragePooling1D(3, strides=2, padding="same") leaves what is beyond the edge out of the mean: of 1 2 3 4 it gives
#   2 and 3.5, by every back end.
# Seen: JAX gives 3.5, torch 3.667, the mean of 3 4 4: where one side needs more padding than the other, torch's back end
#   repeats the edge and counts it. Where both need the same, as for windows of 3 with a step of 1, both agree. Pictures of an
#   even side under windows of 3 with a step of 2 are the usual case where they do not. MaxPooling is right.
# What follows: a saved network answers otherwise by another back end. Cure: padding="valid", or windows that fill the map.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/python" -m pip install -q torch==2.13.0 keras==3.15.1 jax==0.10.2
cat > "$place/look.py" <<'PYTHON'
import sys

import keras
import numpy

row = numpy.array([1.0, 2, 3, 4]).reshape(1, 4, 1)
pool = keras.layers.AveragePooling1D
found = {
    "step of 2": keras.ops.convert_to_numpy(pool(3, strides=2, padding="same")(row)).ravel().round(3).tolist(),
    "step of 1": keras.ops.convert_to_numpy(pool(3, strides=1, padding="same")(row)).ravel().round(3).tolist(),
}
print(f"keras {keras.__version__} on {keras.backend.backend()}: {found}")
expected = {"step of 2": [2.0, 3.667 if sys.argv[1] == "torch" else 3.5], "step of 1": [1.5, 2.0, 3.0, 3.5]}
sys.exit(0 if numpy.allclose(sum(found.values(), []), sum(expected.values(), []), atol=1e-3) else 1)
PYTHON
for backend in torch jax; do
  KERAS_BACKEND=$backend "$place/venv/bin/python" "$place/look.py" $backend 2> "$place/said" || { cat "$place/said"; exit 1; }
done
