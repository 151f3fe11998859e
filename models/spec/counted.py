"""What a loss has counted on its way through a batch."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import torch
from torch import Tensor

FusedLoss = Literal["", "cross-entropy", "masked cross-entropy", "masked bit entropy", "mean squared error"]
"""A loss that the core works out together with a step. A masked one is the mean over the places of an example that
count, and then over examples; that of bits takes logits.
"""


@dataclass(frozen=True)
class Counted:
    """Of a batch of ``rows`` examples with ``places`` places in all: the sum of the losses of all places, how many of
    them are right, and how many rows are right as a whole.
    """

    loss: float
    right: float
    whole: float
    rows: int
    places: int


NOTHING = Counted(0, 0, 0, 0, 0)


def pair(total: float, count: int) -> Tensor:
    """(sum, count), as scores are added up, (2) double. By way of NumPy, as PyTorch takes three times as long."""
    return torch.from_numpy(np.array((total, count), dtype=float))
