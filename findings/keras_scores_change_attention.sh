#!/bin/bash
# keras 3.15.1 with torch 2.13.0 and with JAX 0.10.2 as its back end, Python 3.11.
# Expected: MultiHeadAttention(…)(q, v, return_attention_scores=True) returns what it returns without, and the scores beside it:
#   whoever looks at a network does not change it.
# Seen: not for a place that may look at nothing, as padding whose whole row of attention_mask is False. Asked for the scores,
#   the layer gives 0 there (its own softmax, all of which is masked), not asked it gives the mean over all places, masked ones
#   too. Where each row has one True, both agree. Both back ends do so.
# What follows: a picture of attention is of another network than the one that was trained, and what is read from such places
#   differs. Cure: let each place look at itself, also a padded one.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/python" -m pip install -q torch==2.13.0 keras==3.15.1 jax==0.10.2
cat > "$place/look.py" <<'PYTHON'
import sys

import keras
import numpy

rows = numpy.random.default_rng(0).random((1, 3, 4)).astype("float32")
layer = keras.layers.MultiHeadAttention(1, 4, use_bias=False, seed=1)

def both(mask):
    mask = numpy.array([mask], bool)
    asked, _ = layer(rows, rows, attention_mask=mask, return_attention_scores=True)
    plain = layer(rows, rows, attention_mask=mask)
    return keras.ops.convert_to_numpy(asked)[0], keras.ops.convert_to_numpy(plain)[0]

asked, plain = both([[1, 0, 0], [0, 0, 0], [1, 1, 1]])
same, other = both([[1, 0, 0], [0, 1, 0], [1, 1, 1]])
print(f"keras {keras.__version__} on {keras.backend.backend()}: asked for scores {asked[1].round(3)}, not asked {plain[1].round(3)}")
good = numpy.allclose(same, other, atol=1e-6) and numpy.allclose(asked[[0, 2]], plain[[0, 2]], atol=1e-6)
good = good and not asked[1].any() and numpy.allclose(plain[1], plain[2] * 0 + both(numpy.zeros((3, 3)))[1][1], atol=1e-6)
sys.exit(0 if good and abs(plain[1]).max() > 0.01 else 1)
PYTHON
for backend in torch jax; do
  KERAS_BACKEND=$backend "$place/venv/bin/python" "$place/look.py" 2> "$place/said" || { cat "$place/said"; exit 1; }
done
