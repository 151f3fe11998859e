"""What a loss has counted on its way through a batch."""

from typing import Any, Literal, NamedTuple

import torch
from torch import Tensor

FusedLoss = Literal["", "cross-entropy", "masked cross-entropy", "masked bit entropy", "mean squared error"]
"""A loss that the core works out together with a step. A masked one is the mean over the places of an example that
count, and then over examples; that of bits takes logits.
"""


class Pair(NamedTuple):
    """(sum, count) in double precision: what a tensor (2) would hold, added up without PyTorch's microsecond a call."""

    total: float
    counted: float

    def __add__(self, other: Any) -> Any:
        """A pair; a tensor (2) where ``other`` is one."""
        if type(other) is Pair:
            return Pair(self.total + other.total, self.counted + other.counted)
        return as_tensor(self) + other

    def __radd__(self, other: Tensor) -> Tensor:
        return other + as_tensor(self)

    def tolist(self) -> list[float]:
        """As a tensor's."""
        return [self.total, self.counted]


def as_tensor(pair: Tensor | Pair) -> Tensor:
    """(sum, count), (2); double where it was numbers."""
    return pair if isinstance(pair, Tensor) else torch.tensor(pair, dtype=torch.double)


Pairs = dict[str, Tensor | Pair]
"""(sum, count) by series: tensors (2) on the device, or numbers."""


class Counted(NamedTuple):
    """Of a batch of ``rows`` examples with ``places`` places in all: the sum of the losses of all places, how many of
    them are right, and how many rows are right as a whole.
    """

    loss: float
    right: float
    whole: float
    rows: int
    places: int


NOTHING = Counted(0, 0, 0, 0, 0)
