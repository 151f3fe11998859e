#!/bin/bash
# torch 2.13.0, onnxscript 0.7.2, onnx 1.23.2, onnxruntime 1.32.0, Python 3.11, on a CPU.
# Expected: maps of side 10 that are resized by 0.7 have a side of 7, and whoever reads the file agrees.
# Seen: torch and onnxruntime say 7, onnx's shape inference and its evaluator 6. ONNX keeps the scale in single precision, 0.7 is
#   0.69999999 there; onnxruntime multiplies in single precision, which rounds up to 7, onnx in double, which is cut off to 6. With
#   sides of 10, 20 and 30 so do 0.9, 1.4, 1.9 and 2.3. The checker refuses the file that torch has just written, with full_check.
# Cure: give the exporter sizes, as interpolate(maps, size=…), in place of scales.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/python" -m pip install -q torch==2.13.0 onnxscript==0.7.2 onnx==1.23.2 onnxruntime==1.32.0
cat > "$place/look.py" <<'PYTHON'
import sys

import onnx
import onnxruntime
import torch
from onnx.reference import ReferenceEvaluator

class Resized(torch.nn.Module):
    def __init__(self, **how):
        super().__init__()
        self.how = how

    def forward(self, maps):
        return torch.nn.functional.interpolate(maps, mode="nearest", **self.how)

maps, seen = torch.rand(1, 2, 10, 10), {}
for name, layer in {"scale": Resized(scale_factor=0.7), "size": Resized(size=(7, 7))}.items():
    file = f"{sys.argv[1]}/{name}.onnx"
    torch.onnx.export(layer, (maps,), dynamo=True, verbose=False).save(file)
    model = onnx.load(file)
    session = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"])
    given = {session.get_inputs()[0].name: maps.numpy()}
    sides = [layer(maps).shape[3], session.run(None, given)[0].shape[3], ReferenceEvaluator(model).run(None, given)[0].shape[3]]
    onnx.checker.check_model(model)
    try:
        onnx.checker.check_model(model, full_check=True)
        seen[name] = (*sides, "passed")
    except onnx.shape_inference.InferenceError as error:
        seen[name] = (*sides, "(6) vs (7)" if "(6) vs (7)" in str(error) else str(error))
print(f"onnx {onnx.__version__}, side by torch, onnxruntime, onnx, and the full check: {seen}")
sys.exit(0 if seen == {"scale": (7, 7, 6, "(6) vs (7)"), "size": (7, 7, 7, "passed")} else 1)
PYTHON
"$place/venv/bin/python" "$place/look.py" "$place" 2> "$place/said" || { cat "$place/said"; exit 1; }
