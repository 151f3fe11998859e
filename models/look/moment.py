"""Where a training stands between two steps: what a view of its next step needs beside the weights."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from torch import Tensor

from models.spec.training import Training


@dataclass(frozen=True)
class Moment:
    """After ``step`` steps; everything is as the next one will find it."""

    step: int
    training: Training
    """The settings of now, which may have been changed in the run."""
    rate: float
    """The learning rate of the next step."""
    rows: Tensor
    """(batch) int64: which training examples it learns."""
    noise: Tensor
    """(bytes) of the generator that augmentation and dropout draw from; empty where it is not kept."""
    memory: Mapping[str, Tensor] | None = field(default_factory=dict)
    """What the optimiser remembers, tensors (…) by "0/exp_avg", the number being a parameter's; None: not kept."""
    carries: tuple[Tensor, ...] | None = None
    """State (…) that goes on from the batch before."""
