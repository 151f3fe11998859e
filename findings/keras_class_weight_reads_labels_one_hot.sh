#!/bin/bash
# keras 3.15.1 with torch 2.13.0 as its back end, Python 3.11.
# Expected: fit(…, class_weight={0: 1, 1: 9, 2: 100}) multiplies what each answer costs by the weight of its class. For labels
#   of a tagger, whole numbers of shape (examples, steps), each step is weighed by its own.
# Seen: a row of labels is read as a one-hot vector, and the place of its largest number taken for the class of the whole
#   example. Four labels of class 2 weigh 1, as the largest is in place 0, and not 100; labels 0 1 in both rows weigh 9 and
#   not 5. With another number of steps than examples the fit raises an error about shapes; with as many nothing is said.
# Cure: weights of one's own by sample_weight, of the shape of the labels.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/python" -m pip install -q torch==2.13.0 keras==3.15.1
cat > "$place/look.py" <<'PYTHON'
import sys

import keras
import numpy

WEIGHTS = {0: 1.0, 1: 9.0, 2: 100.0}

def ratio(labels, **weighing):
    """The loss of a model that finds all three classes alike, over that of an answer that weighs 1."""
    labels = numpy.array(labels)
    dense = keras.layers.Dense(3, use_bias=False, kernel_initializer="zeros")
    model = keras.Sequential([keras.Input((*labels.shape[1:], 1)), dense])
    model.compile(keras.optimizers.SGD(0.0), keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    history = model.fit(numpy.ones((*labels.shape, 1)), labels, verbose=0, **weighing).history
    return round(float(history["loss"][0] / numpy.log(3)), 3)

rare, mixed = [[2, 2], [2, 2]], [[0, 1], [0, 1]]
found = [ratio(labels, class_weight=WEIGHTS) for labels in (rare, mixed)]
by_hand = [ratio(labels, sample_weight=numpy.vectorize(WEIGHTS.get)(labels)) for labels in (rare, mixed)]
print(f"keras {keras.__version__}: weights of the classes count {found}, by hand {by_hand}")
sys.exit(0 if found == [1, 9] and by_hand == [100, 5] else 1)
PYTHON
KERAS_BACKEND=torch "$place/venv/bin/python" "$place/look.py" 2> "$place/said" || { cat "$place/said"; exit 1; }
