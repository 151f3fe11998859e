#!/bin/bash
# torch 2.13.0 on a CPU, Python 3.11.
# Expected: a tensor on the meta device has a shape and no numbers, so that a * 0.1 or a + b costs nothing.
# Seen: the first such sum, product or tanh of a process imports torch._dynamo, which takes from 0.6 s to seconds. Not
#   so a.mul_(0.1), a matrix product or a convolution: those have kernels for meta tensors, the others a decomposition
#   in Python. A program that counts a network's layers without allocating it waits for a compiler that it never uses.
# Cure: what only needs shapes makes the result with new_empty; else one such sum where nobody waits.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/python" -m pip install -q torch==2.13.0 numpy
cat > "$place/look.py" <<'PYTHON'
import sys

import torch

WHAT = {
    "mul_": lambda a, b: a.mul_(0.1),
    "matmul": lambda a, b: a @ b,
    "conv2d": lambda a, b: torch.nn.functional.conv2d(a.view(1, 1, 4, 4), b.view(1, 1, 4, 4)),
    "product": lambda a, b: a * 0.1,
    "sum": lambda a, b: a + b,
    "tanh": lambda a, b: a.tanh(),
}
WHAT[sys.argv[1]](torch.empty(4, 4, device="meta"), torch.empty(4, 4, device="meta"))
print(torch.__version__, sys.argv[1], "torch._dynamo" in sys.modules)
sys.exit(("torch._dynamo" in sys.modules) != (sys.argv[2] == "loads"))
PYTHON
for what in mul_ matmul conv2d; do "$place/venv/bin/python" "$place/look.py" "$what" not; done
for what in product sum tanh; do "$place/venv/bin/python" "$place/look.py" "$what" loads; done
echo "As seen."
