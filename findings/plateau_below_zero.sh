#!/usr/bin/env bash
# torch 2.13.0, torch.optim.lr_scheduler.ReduceLROnPlateau with its usual settings (mode "min", threshold 1e-4, "rel").
#
# Expected: a loss that stands still is no progress, so after `patience` + 1 scorings the rate is cut, be the loss 0.5 or
# -0.5 (a log-likelihood, a negative ELBO, a score that is maximised by its negative).
# Seen: below zero the relative threshold turns round. "Better" is current < best * (1 - 1e-4), which for a best of -0.5
# is current < -0.49995: the same value again is better, and even one that is a little worse. The rate is never cut.
# A loss of exactly 0 is cut as expected, and so is any with threshold_mode "abs".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet torch==2.13.0
"$folder/venv/bin/python" -W ignore - <<'PYTHON'
import torch


def cuts(loss, drift=0.0, **settings):
    """How often the rate is cut while ``loss`` is scored 20 times, each worse than before by ``drift``."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    schedule = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, factor=0.5, patience=3, **settings)
    for scoring in range(20):
        schedule.step(loss + drift * scoring)
    return sum(optimizer.param_groups[0]["lr"] <= 0.5**n for n in range(1, 20))


seen = {
    "constant 0.5": cuts(0.5),
    "constant 0.0": cuts(0.0),
    "constant -0.5": cuts(-0.5),
    "from -0.5, worse by 0.00001 each time": cuts(-0.5, 0.00001),
    "constant -0.5, threshold_mode abs": cuts(-0.5, threshold_mode="abs"),
}
print("torch", torch.__version__)
for what, count in seen.items():
    print(f"{what}: the rate is cut {count} times")
assert list(seen.values()) == [4, 4, 0, 0, 4], "the behaviour has changed"
PYTHON
