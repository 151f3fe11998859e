#!/bin/bash
# onnx 1.23.2 (onnx.reference.ReferenceEvaluator) beside onnxruntime 1.32.0, Python 3.11.
# Expected: the evaluator that ONNX brings, in plain numpy, computes what the operators are specified to: a GRU with sequence_lens
#   ends each example after its own steps and gives zeros behind, one with clip cuts what goes into its gates off.
# Seen: RNN, GRU and LSTM take both, the checker finds nothing wrong, and neither changes anything: each example is read to its end,
#   also backwards, where padding is then read first. activations of GRU and LSTM and input_forget are passed over alike.
#   onnxruntime does as specified. Without them both agree.
# What follows: a file with lengths is called wrong that is right. Cure: compare with onnxruntime.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/python" -m pip install -q onnx==1.23.2 onnxruntime==1.32.0
cat > "$place/look.py" <<'PYTHON'
import sys

import numpy
import onnx
import onnxruntime
from onnx import TensorProto, helper
from onnx.reference import ReferenceEvaluator

draw = numpy.random.default_rng(0)
STEPS, EXAMPLES, INPUTS, UNITS = 5, 3, 4, 2

def both(kind, lengths=None, **attributes):
    """How far both are from each other, and whether the reference gives zeros behind the last example's two steps."""
    gates = {"RNN": 1, "GRU": 3, "LSTM": 4}[kind] * UNITS
    shapes = {"X": (STEPS, EXAMPLES, INPUTS), "W": (1, gates, INPUTS), "R": (1, gates, UNITS), "B": (1, 2 * gates)}
    given = {name: draw.standard_normal(shape).astype("float32") for name, shape in shapes.items()}
    kinds = {name: TensorProto.FLOAT for name in given}
    if lengths:
        given["L"], kinds["L"] = numpy.array(lengths, "int32"), TensorProto.INT32
    node = helper.make_node(kind, list(given), ["Y"], hidden_size=UNITS, **attributes)
    inputs = [helper.make_tensor_value_info(name, kinds[name], one.shape) for name, one in given.items()]
    answer = helper.make_tensor_value_info("Y", TensorProto.FLOAT, (STEPS, 1, EXAMPLES, UNITS))
    graph = helper.make_graph([node], "cell", inputs, [answer])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 22)], ir_version=10)
    onnx.checker.check_model(model, full_check=True)
    (own,) = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"]).run(None, given)
    (reference,) = ReferenceEvaluator(model).run(None, given)
    return float(abs(own - reference).max()), not own[2:, :, 2].any(), not reference[2:, :, 2].any()

good = []
for kind in ("RNN", "GRU", "LSTM"):
    plain, lengths, clipped = both(kind), both(kind, [5, 3, 2]), both(kind, clip=0.5)
    backwards = both(kind, [5, 3, 2], direction="reverse")
    print(f"{kind}: apart {plain[0]:.1e} plain, {lengths[0]:.2f} with lengths, {backwards[0]:.2f} backwards, {clipped[0]:.2f} clipped")
    good += [plain[0] < 1e-5, lengths[0] > 0.1, lengths[1:] == (True, False), backwards[0] > 0.1, clipped[0] > 0.1]
print(f"onnx {onnx.__version__}, onnxruntime {onnxruntime.__version__}")
sys.exit(0 if all(good) else 1)
PYTHON
"$place/venv/bin/python" "$place/look.py" 2> "$place/said" || { cat "$place/said"; exit 1; }
