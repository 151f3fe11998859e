#!/bin/bash
# torch 2.13.0 on a CPU: batch normalisation in training mode, float32, of the same numbers in both memory formats.
# Expected: channels_last changes where numbers lie and, by a rounding or two, what comes out.
# Seen: of a batch of 60 maps of 5 channels and 26 x 26 places the largest error, beside float64, is about 5e-7 in the
#   contiguous format and 2e-5 in channels_last; where the mean is 100, 7e-6 and 5e-4. Beside each other, channels are
#   added up in single precision, one place after another. Of 64 channels and 8 x 8 places, a tenth as many, it is 4e-6.
# What follows: the loss of a small network with channels_last is 1e-5 from that in float64 after its first step, and two
#   correct programs drift apart. Cure: compare with float64, or normalise contiguous maps.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/python" -m pip install -q torch==2.13.0
cat > "$place/look.py" <<'PYTHON'
import sys

import torch
from torch.nn.functional import batch_norm

torch.manual_seed(0)
torch.set_num_threads(1)
seen = []
for mean in (0.0, 100.0):
    maps = torch.randn(60, 5, 26, 26) + mean
    exact = batch_norm(maps.double(), None, None, training=True)
    errors = []
    for order in (torch.contiguous_format, torch.channels_last):
        found = batch_norm(maps.contiguous(memory_format=order), None, None, training=True)
        errors.append(float((found.double() - exact).abs().max()))
    print(f"torch {torch.__version__}, mean {mean:g}: error {errors[0]:.1e} contiguous, {errors[1]:.1e} channels_last")
    seen.append(errors[1] / errors[0])
sys.exit(0 if min(seen) > 10 else 1)
PYTHON
"$place/venv/bin/python" "$place/look.py"
