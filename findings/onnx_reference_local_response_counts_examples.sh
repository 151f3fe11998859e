#!/bin/bash
# onnx 1.23.2 (onnx.reference.ReferenceEvaluator) beside onnxruntime 1.32.0 and torch 2.13.0, Python 3.11.
# Expected: LRN, the normalisation of AlexNet (Krizhevsky, Sutskever and Hinton 2012), divides each map by its neighbours, however
#   many pictures come at once.
# Seen: ONNX's own evaluator goes through as many maps as there are pictures, and leaves the rest as they are: of 8 maps one is
#   normalised where one picture is asked, all where eight are, and with more it raises an IndexError. onnxruntime agrees with torch.
# What follows: an AlexNet is called wrong on the usual batch of one. Cure: compare with onnxruntime.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/python" -m pip install -q torch==2.13.0 onnx==1.23.2 onnxruntime==1.32.0
cat > "$place/look.py" <<'PYTHON'
import sys

import numpy
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper
from onnx.reference import ReferenceEvaluator

MAPS, seen = 8, {}
for pictures in (1, 3, 8, 9):
    maps = numpy.random.default_rng(0).standard_normal((pictures, MAPS, 2, 2)).astype("float32")
    ends = [helper.make_tensor_value_info(name, TensorProto.FLOAT, maps.shape) for name in ("X", "Y")]
    graph = helper.make_graph([helper.make_node("LRN", ["X"], ["Y"], size=5, alpha=1.0)], "norm", ends[:1], ends[1:])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 22)], ir_version=10)
    (own,) = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"]).run(None, {"X": maps})
    expected = torch.nn.functional.local_response_norm(torch.from_numpy(maps), 5, alpha=1.0).numpy()
    assert numpy.allclose(own, expected, atol=1e-5), "onnxruntime has changed"
    try:
        (found,) = ReferenceEvaluator(model).run(None, {"X": maps})
        right = [numpy.allclose(found[:, one], expected[:, one], atol=1e-5) for one in range(MAPS)]
        assert all(numpy.array_equal(found[:, one], maps[:, one]) for one in range(MAPS) if not right[one])
        seen[pictures] = sum(right)
    except IndexError:
        seen[pictures] = "IndexError"
print(f"onnx {onnx.__version__}, maps of {MAPS} that are normalised, by the number of pictures: {seen}")
sys.exit(0 if seen == {1: 1, 3: 3, 8: 8, 9: "IndexError"} else 1)
PYTHON
"$place/venv/bin/python" "$place/look.py" 2> "$place/said" || { cat "$place/said"; exit 1; }
