#!/bin/bash
# keras 3.15.1 with torch 2.13.0 and with JAX 0.10.2 as its back end, Python 3.11.
# Expected: a recurrent layer that is unrolled gives what it gives rolled, whichever way it reads and whether places are
#   masked: unroll=True is there for speed.
# Seen: with torch SimpleRNN, GRU and LSTM raise AttributeError, 'tuple' object has no attribute 'shape', where unroll,
#   go_backwards and a mask come together; each two of the three work, and with JAX all three.
# What follows: Bidirectional around an unrolled layer behind Embedding(mask_zero=True), which reads one way backwards, cannot
#   be called. Cure: unroll=False, which is the default.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/python" -m pip install -q torch==2.13.0 keras==3.15.1 jax==0.10.2
cat > "$place/look.py" <<'PYTHON'
import itertools
import sys

import keras
import numpy as np

rows = np.random.default_rng(0).random((2, 3, 1), "float32")
mask = keras.ops.convert_to_tensor(np.array([[True, True, False], [True, True, True]]))
failed = []
for cell, unroll, backwards, masked in itertools.product(("SimpleRNN", "GRU", "LSTM"), *[(False, True)] * 3):
    layer = getattr(keras.layers, cell)(2, unroll=unroll, go_backwards=backwards)
    try:
        layer(rows, mask=mask if masked else None)
    except AttributeError as error:
        assert "'tuple' object has no attribute 'shape'" in str(error)
        failed.append((cell, unroll, backwards, masked))
print(f"keras {keras.__version__} on {keras.backend.backend()}: failed {failed}")
all_three = [(cell, True, True, True) for cell in ("SimpleRNN", "GRU", "LSTM")]
sys.exit(0 if failed == (all_three if keras.backend.backend() == "torch" else []) else 1)
PYTHON
for backend in torch jax; do
    KERAS_BACKEND=$backend KERAS_HOME="$place" "$place/venv/bin/python" "$place/look.py"
done
