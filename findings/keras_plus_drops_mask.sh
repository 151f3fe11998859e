#!/bin/bash
# keras 3.15.1 with torch 2.13.0 as its back end, Python 3.11.
# Expected: in a functional model a + b is the layer Add()([a, b]), written shorter, and the mask of Embedding(mask_zero=True)
#   goes through both: a skip around a layer does not make the next one read padding.
# Seen: Add and Activation pass the mask on, a + b, a * 2 and keras.ops.relu(a) lose it without a word, and a GRU behind them
#   reads the padding: what it answers to 1 2 differs from what it answers to 1 2 0 0.
# Cure: layers (Add, Multiply, Rescaling, Activation) wherever something that is masked goes through.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/python" -m pip install -q torch==2.13.0 keras==3.15.1
cat > "$place/look.py" <<'PYTHON'
import sys

import keras
import numpy
from keras import layers, ops

WAYS = {
    "Add": lambda rows: layers.Add()([rows, rows]),
    "Rescaling": lambda rows: layers.Rescaling(2.0)(rows),
    "Activation": lambda rows: layers.Activation("relu")(rows),
    "a + a": lambda rows: rows + rows,
    "a * 2": lambda rows: rows * 2,
    "ops.relu": lambda rows: ops.relu(rows),
}

def reads_padding(way):
    keras.utils.set_random_seed(1)
    tokens = keras.Input((None,))
    rows = layers.Embedding(5, 8, mask_zero=True, embeddings_initializer=keras.initializers.RandomNormal(seed=1))(tokens)
    model = keras.Model(tokens, layers.GRU(4)(way(rows)))
    plain, padded = (keras.ops.convert_to_numpy(model(numpy.array([row]))) for row in ([1, 2], [1, 2, 0, 0]))
    return not numpy.allclose(plain, padded, atol=1e-6)

found = [name for name, way in WAYS.items() if reads_padding(way)]
print(f"keras {keras.__version__}: padding is read behind {found}")
sys.exit(0 if found == ["a + a", "a * 2", "ops.relu"] else 1)
PYTHON
KERAS_BACKEND=torch "$place/venv/bin/python" "$place/look.py" 2> "$place/said" || { cat "$place/said"; exit 1; }
