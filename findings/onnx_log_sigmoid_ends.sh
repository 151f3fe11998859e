#!/bin/bash
# torch 2.13.0, onnxscript 0.7.2, onnx 1.23.2, onnxruntime 1.32.0, Python 3.11, on a CPU.
# Expected: nn.LogSigmoid is there so that the logarithm of a small share is finite, -20 for a score of -20, and its export keeps
#   that: ONNX has Softplus, by which it can be written.
# Seen: two things meet. The exporter writes a Sigmoid and a Log; and onnxruntime's Sigmoid is right to about 4e-8 of 1, not of its
#   value: for -17 it is twice what it should be, for -20 exactly 0. So the export gives -16.2 for -17 and minus infinity for -20.
#   A likelihood that is summed from it is infinite after one sure mistake. Between -10 and 10 nothing is to be seen of it.
# Cure: -torch.nn.functional.softplus(-scores), which is exported and exact; or scores, and the logarithm elsewhere.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/python" -m pip install -q torch==2.13.0 onnxscript==0.7.2 onnx==1.23.2 onnxruntime==1.32.0
cat > "$place/look.py" <<'PYTHON'
import math
import sys

import onnxruntime
import torch

class Negative(torch.nn.Module):
    def forward(self, scores):
        return -torch.nn.functional.softplus(-scores)

scores = torch.tensor([[-20.0, -17, -10, 3]])
found = {}
for name, layer in {"sigmoid": torch.nn.Sigmoid(), "log": torch.nn.LogSigmoid(), "softplus": Negative()}.items():
    torch.onnx.export(layer, (scores,), dynamo=True, verbose=False).save(f"{sys.argv[1]}/layer.onnx")
    session = onnxruntime.InferenceSession(f"{sys.argv[1]}/layer.onnx", providers=["CPUExecutionProvider"])
    (one,) = session.run(None, {session.get_inputs()[0].name: scores.numpy()})
    found[name] = one[0].tolist()
    print(f"torch {torch.__version__}, onnxruntime {onnxruntime.__version__}, {name}: own {layer(scores)[0].tolist()}, exported {found[name]}")
expected = torch.nn.LogSigmoid()(scores)[0]
good = [found["sigmoid"][0] == 0, found["log"][0] == -math.inf, 0.5 < found["log"][1] + 17 < 1]
good += [torch.allclose(torch.tensor(found["softplus"]), expected, rtol=1e-5), torch.allclose(torch.tensor(found["log"][2:]), expected[2:], rtol=1e-3)]
sys.exit(0 if all(good) else 1)
PYTHON
"$place/venv/bin/python" "$place/look.py" "$place" 2> "$place/said" || { cat "$place/said"; exit 1; }
