#!/bin/bash
# keras 3.15.1 with torch 2.13.0 as its back end, Python 3.11; with JAX 0.10.2 as well.
# Expected: sample_weight of shape (examples,) weights examples, whatever they answer with. For answers at every step, of
#   shape (examples, steps, numbers), the loss of an example, the mean over its steps, is multiplied by its weight.
# Seen: the weights are laid along the steps. With as many steps as examples that passes without a word: two sequences of two
#   steps whose losses are 1 and 9, weighted 1 and 0, give 2.5, which is the mean of the first steps, and not 0.5. With any
#   other number of steps the fit raises an error about shapes. Models that answer once are weighted rightly.
# Cure: weights of shape (examples, 1).
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/python" -m pip install -q torch==2.13.0 keras==3.15.1 jax==0.10.2
cat > "$place/look.py" <<'PYTHON'
import sys

import keras
import numpy

def loss(steps, weights):
    rows = numpy.repeat([1.0, 3.0], steps).reshape(2, steps, 1)
    model = keras.Sequential([keras.Input((steps, 1)), keras.layers.Dense(1, use_bias=False, kernel_initializer="ones")])
    model.compile("sgd", "mse")
    return model.evaluate(rows, numpy.zeros((2, steps, 1)), sample_weight=numpy.array(weights), verbose=0)

def refused(steps, weights):
    try:
        loss(steps, weights)
    except (RuntimeError, ValueError):
        return True
    return False

found = {"two steps": loss(2, [1, 0]), "three steps refused": refused(3, [1, 0]), "cure": [loss(n, [[1], [0]]) for n in (2, 3)]}
print(f"keras {keras.__version__} on {keras.backend.backend()}: {found}")
sys.exit(0 if found == {"two steps": 2.5, "three steps refused": True, "cure": [0.5, 0.5]} else 1)
PYTHON
for backend in torch jax; do
  KERAS_BACKEND=$backend "$place/venv/bin/python" "$place/look.py" 2> "$place/said" || { cat "$place/said"; exit 1; }
done
