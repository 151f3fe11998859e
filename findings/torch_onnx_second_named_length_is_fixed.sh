#!/bin/bash
# torch 2.13.0, onnxscript 0.7.2, onnx 1.23.2, Python 3.11, on a CPU.
# Expected: torch.onnx.export of equal layers with equal arguments gives equal files, however often it is called in a process.
# Seen: with a length that is named, Dim("t"), the first nn.GRU or nn.LSTM of a process is exported for any length. Every later
#   one, the same layer again or a new one, is fixed to the example's length, though the batch, named beside it, stays free.
#   No error, no warning; only a sequence of another length shows it, at run time. torch.export.export, called with the same
#   names, refuses ("specialized it to be a constant"). With Dim.AUTO in place of names all files take any length.
# Cure: Dim.AUTO; or a process for each export; read the declared shape of the file's input either way.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/python" -m pip install -q torch==2.13.0 onnxscript==0.7.2 onnx==1.23.2
cat > "$place/look.py" <<'PYTHON'
import sys

import onnx
import torch
from torch.export import Dim

kind, names, file = sys.argv[1:]
found = []
for _ in range(3):
    layer = getattr(torch.nn, kind)(3, 4, batch_first=True).eval()
    batch, length = (Dim("b"), Dim("t")) if names == "named" else (Dim.AUTO, Dim.AUTO)
    example = (torch.randn(2, 7, 3),)
    torch.onnx.export(layer, example, dynamo=True, verbose=False, dynamic_shapes=({0: batch, 1: length},)).save(file)
    shape = onnx.load(file).graph.input[0].type.tensor_type.shape
    found.append([each.dim_param or each.dim_value for each in shape.dim])
print(f"torch {torch.__version__}, {kind}, {names}: {found}")
free = [isinstance(shape[1], str) for shape in found]
sys.exit(0 if free == ([True, False, False] if names == "named" else [True] * 3) else 1)
PYTHON
for kind in GRU LSTM; do
    for names in named AUTO; do
        "$place/venv/bin/python" "$place/look.py" $kind $names "$place/layer.onnx" 2> "$place/said" || { cat "$place/said"; exit 1; }
    done
done
