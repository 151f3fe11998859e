#!/bin/bash
# torch 2.13.0, onnxscript 0.7.2, onnx 1.23.2, onnxruntime 1.32.0, Python 3.11, on a CPU.
# Expected: torch.onnx.export writes LSTM(8, 6, proj_size=3), whose state is made smaller by a matrix (Sak, Senior and
#   Beaufays 2014), or refuses it: ONNX's LSTM knows no projection.
# Seen: it is exported without a word, onnx's checker finds nothing wrong as it is usually called (with full_check it does)
#   and onnxruntime loads it; the first run raises "Input initial_c must have shape". Without proj_size all is well.
# Cure: write the cell out step by step before exporting; never call an export good that has not answered an example.
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

rows = torch.rand(5, 3, 8, generator=torch.Generator().manual_seed(0))
said = {}
for name, layer in {"plain": torch.nn.LSTM(8, 6), "projected": torch.nn.LSTM(8, 6, proj_size=3)}.items():
    file = f"{sys.argv[1]}/{name}.onnx"
    torch.onnx.export(layer.eval(), (rows,), dynamo=True, verbose=False).save(file)
    onnx.checker.check_model(file)
    session = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"])
    try:
        found = session.run(None, {session.get_inputs()[0].name: rows.numpy()})
        close = torch.allclose(torch.from_numpy(found[0]), layer(rows)[0], atol=1e-5)
        said[name] = "agrees" if close else "differs"
    except Exception as error:
        said[name] = "initial_c must have shape" if "initial_c must have shape" in str(error) else str(error)
print(f"torch {torch.__version__}, onnxruntime {onnxruntime.__version__}: {said}")
sys.exit(0 if said == {"plain": "agrees", "projected": "initial_c must have shape"} else 1)
PYTHON
"$place/venv/bin/python" "$place/look.py" "$place" 2> "$place/said" || { cat "$place/said"; exit 1; }
