#!/bin/bash
# onnx 1.23.2 (onnx.version_converter) with onnxruntime 1.32.0, Python 3.11.
# Expected: convert_version writes a model for a newer operator set, and it answers as it did, or the conversion is refused.
# Seen: a linear Upsample (set 9) or Resize (set 10) becomes a Resize of set 11 or later without its coordinate mode. The old ones
#   hold the corner of each pixel, the new default holds its middle: of a row 0 1 2 made twice as wide, 0 0.5 1 1.5 2 2 becomes
#   0 0.25 0.75 1.25 1.75 2. Nothing is said. Set 9 to 10 is right, and so are maps made larger by "nearest".
# What follows: an older decoder or segmentation network answers otherwise once it is brought up to date. Cure: set
#   coordinate_transformation_mode="asymmetric" in each Resize, and compare answers before and after.
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
from onnx import TensorProto, helper, numpy_helper, version_converter

row = numpy.array([0.0, 1, 2], "float32").reshape(1, 1, 1, 3)

def answer(model):
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    return session.run(None, {"X": row})[0].ravel().tolist()

def larger(kind, opset, mode):
    twice = numpy_helper.from_array(numpy.array([1, 1, 1, 2], "float32"), "twice")
    ends = [helper.make_tensor_value_info("X", TensorProto.FLOAT, (1, 1, 1, 3)), helper.make_tensor_value_info("Y", TensorProto.FLOAT, (1, 1, 1, 6))]
    graph = helper.make_graph([helper.make_node(kind, ["X", "twice"], ["Y"], mode=mode)], "larger", ends[:1], ends[1:], [twice])
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=8)

onnxruntime.set_default_logger_severity(4)
CORNERS, MIDDLES = [0, 0.5, 1, 1.5, 2, 2], [0, 0.25, 0.75, 1.25, 1.75, 2]
good = []
for kind, opset in (("Upsample", 9), ("Resize", 10)):
    old = larger(kind, opset, "linear")
    found = {to: answer(version_converter.convert_version(old, to)) for to in (11, 18)}
    print(f"onnx {onnx.__version__}: {kind} {opset} {answer(old)}, converted {found}")
    good += [answer(old) == CORNERS, *(one == MIDDLES for one in found.values())]
    nearest = larger(kind, opset, "nearest")
    good += [answer(nearest) == answer(version_converter.convert_version(nearest, 18))]
    new = version_converter.convert_version(old, 18)
    (node,) = [node for node in new.graph.node if node.op_type == "Resize"]
    node.attribute.append(helper.make_attribute("coordinate_transformation_mode", "asymmetric"))
    good += [answer(new) == CORNERS]
good += [answer(version_converter.convert_version(larger("Upsample", 9, "linear"), 10)) == CORNERS]
sys.exit(0 if all(good) else 1)
PYTHON
"$place/venv/bin/python" "$place/look.py" 2> "$place/said" || { cat "$place/said"; exit 1; }
