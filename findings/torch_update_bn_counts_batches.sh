#!/bin/bash
# torch 2.13.0 on a CPU, Python 3.11, torch.optim.swa_utils.update_bn.
# Expected: update_bn, which measures the batch normalisations of averaged weights anew, leaves the mean of all examples in
#   running_mean: that is what a pass over the data without momentum is for.
# Seen: it leaves the mean of the batches' means. A last, smaller batch counts as much as a whole one: of eight zeros and two ones
#   the mean is 0.5 and not 0.2. The variance is a mean of batches' variances too: 0 here, where the examples have 0.18.
# Cure: a loader with drop_last=True or batches of equal size; all examples in one batch where that fits.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/python" -m pip install -q torch==2.13.0
cat > "$place/look.py" <<'PYTHON'
import sys

import torch
from torch.optim.swa_utils import update_bn

rows = torch.cat([torch.zeros(8, 1), torch.ones(2, 1)])
found = {}
for name, size in {"batches of 8": 8, "one batch": 10}.items():
    layer = torch.nn.BatchNorm1d(1)
    update_bn(rows.split(size), layer)
    found[name] = (round(layer.running_mean.item(), 4), round(layer.running_var.item(), 4))
print(f"torch {torch.__version__}, mean and variance: {found}; of all examples {rows.mean():.4f}, {rows.var():.4f}")
sys.exit(0 if found == {"batches of 8": (0.5, 0.0), "one batch": (0.2, 0.1778)} else 1)
PYTHON
"$place/venv/bin/python" "$place/look.py" 2> "$place/said" || { cat "$place/said"; exit 1; }
