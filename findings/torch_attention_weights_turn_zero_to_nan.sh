#!/bin/bash
# torch 2.13.0 on a CPU, Python 3.11, nn.MultiheadAttention.
# Expected: need_weights=True returns the weights beside the very answer that need_weights=False gives: looking does not change
#   what is looked at.
# Seen: not for a row whose keys are all masked, as an empty text in a batch. Without the weights the answer is 0 (and the bias
#   of the last layer), with them it is NaN, and one NaN goes through all that is read from it. In training and in eval alike, where
#   gradients are kept; without them an even number of heads takes PyTorch's short cut, which gives NaN both times.
# What follows: a network that learns well by PyTorch's usual call is NaN as soon as somebody draws its attention.
# Cure: take the answer from a call without weights and the weights from a second one, NaN as 0 (models/look/attention.py).
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/python" -m pip install -q torch==2.13.0
cat > "$place/look.py" <<'PYTHON'
import sys

import torch

torch.manual_seed(0)
layer = torch.nn.MultiheadAttention(4, 2, batch_first=True)
rows = torch.randn(2, 3, 4)
empty = torch.tensor([[False, False, True], [True, True, True]])
good = []
for training in (True, False):
    layer.train(training)
    plain, _ = layer(rows, rows, rows, key_padding_mask=empty, need_weights=False)
    asked, weights = layer(rows, rows, rows, key_padding_mask=empty, need_weights=True)
    print(f"torch {torch.__version__}, {training=}: without weights {plain[1, 0].tolist()}, with them {asked[1, 0].tolist()}")
    good += [torch.allclose(plain[0], asked[0], atol=1e-6), bool((plain[1] == 0).all())]
    good += [bool(asked[1].isnan().all()), bool(weights[1].isnan().all())]
sys.exit(0 if all(good) else 1)
PYTHON
"$place/venv/bin/python" "$place/look.py" 2> "$place/said" || { cat "$place/said"; exit 1; }
