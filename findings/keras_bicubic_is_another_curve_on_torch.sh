#!/bin/bash
# keras 3.15.1 with torch 2.13.0 and with JAX 0.10.2 as its back end, Python 3.11.
# Expected: UpSampling2D(2, interpolation="bicubic") has no weights and no choice, so a saved model gives the same pictures
#   by every back end, as it does with "nearest" and "bilinear".
# Seen: of one row 0 0 1 0, made twice as wide, the largest difference is 0.05. With torch the cubic has a = -0.75 and what
#   lies outside repeats the edge; with JAX a = -0.5 and outside places are left out of the sum: at the lone 1 torch gives
#   0.879 on both sides, JAX 0.867 and 0.847. Of noise of deviation 1 the difference comes to 0.27.
# What follows: a decoder learnt by one back end draws other pictures by the other. Cure: "bilinear", or a fixed convolution.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/python" -m pip install -q torch==2.13.0 keras==3.15.1 jax==0.10.2
cat > "$place/draw.py" <<'PYTHON'
import sys

import keras
import numpy as np

row = np.tile(np.array([0.0, 0.0, 1.0, 0.0], "float32").reshape(1, 1, 4, 1), (1, 2, 1, 1))
for name in ("nearest", "bilinear", "bicubic"):
    found = keras.layers.UpSampling2D((1, 2), interpolation=name)(row)
    np.save(f"{sys.argv[1]}/{keras.backend.backend()}-{name}.npy", keras.ops.convert_to_numpy(found)[0, 0, :, 0])
PYTHON
for backend in torch jax; do
    KERAS_BACKEND=$backend KERAS_HOME="$place" "$place/venv/bin/python" "$place/draw.py" "$place"
done
cat > "$place/compare.py" <<'PYTHON'
import sys

import numpy as np

far = {}
for name in ("nearest", "bilinear", "bicubic"):
    torch, jax = (np.load(f"{sys.argv[1]}/{backend}-{name}.npy") for backend in ("torch", "jax"))
    far[name] = float(np.abs(torch - jax).max())
    print(f"{name}: torch {torch.round(3)}, jax {jax.round(3)}, largest difference {far[name]:.3f}")
sys.exit(0 if far["nearest"] == 0 and far["bilinear"] < 1e-6 and far["bicubic"] > 0.03 else 1)
PYTHON
"$place/venv/bin/python" "$place/compare.py" "$place"
