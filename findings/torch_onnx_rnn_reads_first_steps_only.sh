#!/bin/bash
# torch 2.13.0, onnxscript 0.7.2, onnx 1.23.2, onnxruntime 1.32.0, Python 3.11, on a CPU.
# Expected: torch.onnx.export(nn.RNN(...), dynamic_shapes with Dim.AUTO for the length) gives a file that reads a sequence of
#   any length, as it does of nn.GRU and nn.LSTM, or one that takes the length of the example alone and refuses others.
# Seen: nn.RNN is written out step by step for the example's 7 steps, and its input is declared of any length. Given 9 steps,
#   the file answers 7 and takes the state after the 7th for the last; given as many as the example it agrees with PyTorch.
#   Nothing is said. GRU and LSTM read all 9 and agree, though their output is declared as 7 long.
# Cure: one file for each length, without dynamic_shapes for it; or a GRU or LSTM; or a model that is one step, called again.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/python" -m pip install -q torch==2.13.0 onnxscript==0.7.2 onnx==1.23.2 onnxruntime==1.32.0
cat > "$place/look.py" <<'PYTHON'
import sys

import onnxruntime
import torch

ANY = torch.export.Dim.AUTO
found = {}
for kind in (torch.nn.RNN, torch.nn.GRU, torch.nn.LSTM):
    torch.manual_seed(0)
    layer = kind(3, 4, batch_first=True).eval()
    file = f"{sys.argv[1]}/{kind.__name__}.onnx"
    example = torch.randn(2, 7, 3)
    torch.onnx.export(layer, (example,), dynamo=True, verbose=False, dynamic_shapes=({0: ANY, 1: ANY},)).save(file)
    session = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"])
    asked = session.get_inputs()[0]
    for steps in (7, 9):
        inputs = torch.randn(2, steps, 3)
        outputs, state = session.run(None, {asked.name: inputs.numpy()})[:2]
        with torch.no_grad():
            own = layer(inputs)[0]
        last = own[:, outputs.shape[1] - 1]
        agrees = bool((torch.from_numpy(state[0]) - last).abs().max() < 1e-5)
        found[kind.__name__, steps] = (outputs.shape[1], agrees)
        print(f"{kind.__name__}, declared {asked.shape}, given {steps} steps: {outputs.shape[1]} answers,"
              f" state as PyTorch's after so many: {agrees}")
print(f"torch {torch.__version__}, onnxruntime {onnxruntime.__version__}")
expected = {("RNN", 7): 7, ("RNN", 9): 7, ("GRU", 7): 7, ("GRU", 9): 9, ("LSTM", 7): 7, ("LSTM", 9): 9}
sys.exit(0 if found == {key: (steps, True) for key, steps in expected.items()} else 1)
PYTHON
"$place/venv/bin/python" "$place/look.py" "$place" 2> "$place/said" || { cat "$place/said"; exit 1; }
