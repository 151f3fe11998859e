#!/bin/bash
# keras 3.15.1 with torch 2.13.0 as its back end, beside numpy and the back end of JAX 0.10.2, Python 3.11.
# Expected: keras.ops.pad(row, 2, mode="symmetric") of 1 2 3 4 mirrors the row with its edge: 2 1 1 2 3 4 4 3, as numpy does.
# Seen: with torch the edge alone is repeated, 1 1 1 2 3 4 4 4, and nothing is said; with JAX it is as expected. With a
#   width of 1 both agree, so a small trial does not show it.
# What follows: a network that pads its maps so computes something else with torch. Cure: mode="reflect", which agrees, or
#   put the mirrored rows beside each other by hand.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/python" -m pip install -q torch==2.13.0 keras==3.15.1 jax==0.10.2
cat > "$place/look.py" <<'PYTHON'
import sys

import keras
import numpy as np

row = np.array([1.0, 2.0, 3.0, 4.0], "float32")
seen = {mode: np.asarray(keras.ops.convert_to_numpy(keras.ops.pad(row, 2, mode=mode))) for mode in ("symmetric", "reflect")}
narrow = np.asarray(keras.ops.convert_to_numpy(keras.ops.pad(row, 1, mode="symmetric")))
print(f"keras {keras.__version__} on {keras.backend.backend()}: symmetric {seen['symmetric']}, numpy {np.pad(row, 2, 'symmetric')}")
assert (seen["reflect"] == np.pad(row, 2, "reflect")).all()
assert (narrow == np.pad(row, 1, "symmetric")).all()
other = np.pad(row, 2, "edge" if keras.backend.backend() == "torch" else "symmetric")
sys.exit(0 if (seen["symmetric"] == other).all() else 1)
PYTHON
for backend in torch jax; do
    KERAS_BACKEND=$backend KERAS_HOME="$place" "$place/venv/bin/python" "$place/look.py"
done
