"""The fixed judge: a small convolutional network of ours that reads digits, trained once and never again.

Whatever other networks draw is read by the same eyes, so that runs can be compared. It reads at least 99 % of the
10,000 test pictures of MNIST (tests/models/test_digit_judge.py). ``python -m scripts.train_digit_judge`` makes its
weights.
"""

import hashlib
from functools import lru_cache
from pathlib import Path

import torch
from safetensors.torch import load
from torch import Tensor
from torch.nn import functional

WEIGHTS = Path(__file__).with_name("digit_judge.safetensors")
SHA256 = "d387f31381346fe1ac20d7a23839e97910f00e832c26caa098c31f2f72d52fa6"
SURE = 0.9
"""A picture is read as a digit where the judge gives it at least this probability, and else as none."""
UNREADABLE = 10


@lru_cache(maxsize=2)
def weights_of_judge(device: str) -> dict[str, Tensor]:
    """The weights by name, each (…) float32. Raises ValueError if the file is not the one that was trained."""
    content = WEIGHTS.read_bytes()
    if hashlib.sha256(content).hexdigest() != SHA256:
        raise ValueError(f"{WEIGHTS} is not the fixed judge")
    return {name: tensor.float().to(device) for name, tensor in load(content).items()}


def digit_scores(pictures: Tensor) -> Tensor:
    """Scores (batch, 10) of pictures (batch, 1, 28, 28), ink 1 on paper 0."""
    weights, maps = weights_of_judge(str(pictures.device)), pictures
    for layer in ("conv1", "conv2"):
        maps = functional.conv2d(maps, weights[f"{layer}.weight"], weights[f"{layer}.bias"], padding=2)
        maps = functional.max_pool2d(maps.relu(), 2)  # (batch, filters, half the height, half the width)
    return functional.linear(maps.flatten(1), weights["output.weight"], weights["output.bias"])


def digits_read(pictures: Tensor) -> Tensor:
    """Which digit pictures (batch, 1, 28, 28) are, (batch) int64; ``UNREADABLE`` where the judge is unsure."""
    sure, digits = digit_scores(pictures).softmax(1).max(1)
    return torch.where(sure >= SURE, digits, UNREADABLE)
