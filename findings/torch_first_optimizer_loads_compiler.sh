#!/bin/bash
# torch 2.13.0 on a CPU, Python 3.11.
# Expected: torch.optim.SGD([weight], lr=0.1) holds the weight and is there at once: nothing is compiled.
# Seen: the first optimiser of a process imports torch._dynamo, and with it torch._inductor and sympy: 823
#   modules, which takes from 0.8 s to several seconds. Later ones cost nothing. A server that makes an optimiser for an
#   answer makes one person wait.
# Cure: make one optimiser where nobody waits, as in the process from which workers are forked.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/python" -m pip install -q torch==2.13.0 numpy
cat > "$place/look.py" <<'PYTHON'
import sys
import time

import torch

weight = torch.nn.Parameter(torch.zeros(1))
LOADED = ("torch._dynamo", "torch._inductor", "sympy")
before, known = [name in sys.modules for name in LOADED], len(sys.modules)
began = time.perf_counter()
torch.optim.SGD([weight], lr=0.1)
first, more = time.perf_counter() - began, len(sys.modules) - known
began = time.perf_counter()
torch.optim.SGD([weight], lr=0.1)
second = time.perf_counter() - began
after = [name in sys.modules for name in LOADED]
print(f"{torch.__version__}: {LOADED} loaded before {before}, after {after}; {more} modules more")
print(f"the first took {first:.2f} s, the second {second:.5f} s")
sys.exit(0 if not any(before) and all(after) and more > 500 else 1)
PYTHON
"$place/venv/bin/python" "$place/look.py"
