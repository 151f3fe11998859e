#!/bin/bash
# torch 2.13.0, onnxscript 0.7.2, onnxruntime 1.32.0, Python 3.11, on a CPU.
# Expected: torch.onnx.export writes AvgPool2d(2, divisor_override=3), which divides each sum of four by 3, or refuses it:
#   ONNX's AveragePool has no such attribute.
# Seen: it is written as a plain AveragePool, and nothing is said. Four ones come out as 1 and not as 1.333: all that follows
#   is a quarter too small. Without the override both agree, also with padding, ceil_mode and count_include_pad.
# Cure: AvgPool2d(2) and a multiplication by 4 / 3, which is exported; compare a model with its export on a few examples.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/python" -m pip install -q torch==2.13.0 onnxscript==0.7.2 onnx==1.23.2 onnxruntime==1.32.0
cat > "$place/look.py" <<'PYTHON'
import sys

import onnxruntime
import torch

maps = torch.rand(1, 3, 7, 9, generator=torch.Generator().manual_seed(0)) + 1
far = {}
for name, layer in {
    "plain": torch.nn.AvgPool2d(2),
    "padded": torch.nn.AvgPool2d(3, 2, 1, ceil_mode=True, count_include_pad=False),
    "divided by 3": torch.nn.AvgPool2d(2, divisor_override=3),
}.items():
    torch.onnx.export(layer, (maps,), dynamo=True, verbose=False).save(f"{sys.argv[1]}/layer.onnx")
    session = onnxruntime.InferenceSession(f"{sys.argv[1]}/layer.onnx", providers=["CPUExecutionProvider"])
    (found,) = session.run(None, {session.get_inputs()[0].name: maps.numpy()})
    ratio = torch.from_numpy(found) / layer(maps)
    far[name] = float((ratio - 1).abs().max())
    print(f"torch {torch.__version__}, onnxruntime {onnxruntime.__version__}, {name}: exported over own {ratio.mean():.4f}")
sys.exit(0 if max(far["plain"], far["padded"]) < 1e-5 and abs(far["divided by 3"] - 0.25) < 1e-5 else 1)
PYTHON
"$place/venv/bin/python" "$place/look.py" "$place" 2> "$place/said" || { cat "$place/said"; exit 1; }
