#!/bin/bash
# safetensors 0.8.0, safetensors.numpy beside safetensors.torch (torch 2.13.0), numpy 2.4.6, Python 3.11.
# Expected: save({"kernel": numpy.asfortranarray(kernel)}) stores that matrix, or refuses it, as safetensors.torch refuses a tensor that
#   does not lie row by row. The documentation asks for contiguous, dense arrays, and this one is both.
# Seen: it is stored as it lies in memory, column by column, under its shape by rows: 0 1 2 / 3 4 5 comes back as 0 3 1 / 4 2 5,
#   without a word. The shape is right, so a network takes it, and answers anything. A transposed kernel, the usual step between
#   Keras's layout and PyTorch's, lies so too.
# Cure: numpy.ascontiguousarray around each array before saving; compare what was saved with what is read.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/python" -m pip install -q torch==2.13.0 numpy==2.4.6 safetensors==0.8.0
cat > "$place/look.py" <<'PYTHON'
import sys

import numpy
import safetensors
import torch
from safetensors.numpy import load, save
from safetensors.torch import save as save_by_torch

kernel = numpy.arange(6, dtype="float32").reshape(2, 3)
by_columns = numpy.asfortranarray(kernel)
assert by_columns.flags.f_contiguous and numpy.array_equal(kernel, by_columns)
found = load(save({"kernel": by_columns}))["kernel"]
cured = load(save({"kernel": numpy.ascontiguousarray(by_columns)}))["kernel"]
try:
    save_by_torch({"kernel": torch.from_numpy(by_columns)})
    refused = False
except ValueError:
    refused = True
print(f"safetensors {safetensors.__version__}: {kernel.tolist()} comes back as {found.tolist()}; refused by torch: {refused}")
sys.exit(0 if found.tolist() == [[0, 3, 1], [4, 2, 5]] and numpy.array_equal(cured, kernel) and refused else 1)
PYTHON
"$place/venv/bin/python" "$place/look.py" 2> "$place/said" || { cat "$place/said"; exit 1; }
