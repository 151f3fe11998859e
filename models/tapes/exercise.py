"""The contract of exercises on a tape: which vector is shown at each step, and which is wanted (Graves et al. 2014)."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import torch
from torch import Tensor
from torch.nn import functional

from models.spec.kinds import Batch

NOTHING = -1
"""In a timeline: no vector at this step."""


@dataclass(frozen=True)
class Sizes:
    """What decides how long an exercise is: bits of a vector, most vectors or items, and what single exercises need."""

    bits: int
    longest: int
    repeats: int = 1
    item: int = 1
    share: float = 1.0


@dataclass(frozen=True)
class Timeline:
    """Which vector, by its number, is ``shown`` and which is ``wanted`` at each step, (batch, steps) int64.

    ``marks`` (batch, steps, marks) are the channels of the inputs beside the bits, ``ends`` (batch, steps, ends) those
    of the targets; where one of ``ends`` is 1, the step counts although no vector is wanted.
    """

    shown: Tensor
    wanted: Tensor
    marks: Tensor
    ends: Tensor


class Exercise(ABC):
    """One file, one exercise. All it knows of an example is its vectors, its length and what it draws besides."""

    marks: ClassVar[int]
    """Channels of the inputs beside the bits: start, stop, a priority."""
    ends: ClassVar[int] = 0
    """Channels of the targets beside the bits."""
    least: ClassVar[int] = 1
    """The shortest that makes sense."""

    def each(self, sizes: Sizes) -> int:
        """How many vectors one more of length is: an item may have several."""
        return 1

    @abstractmethod
    def steps(self, sizes: Sizes) -> int:
        """How many steps the longest example takes, all in all."""

    def drawn(self, sizes: Sizes, lengths: Tensor, generator: torch.Generator) -> dict[str, Tensor]:
        """What an example has beside its vectors and its length: tensors (examples, …) by name."""
        return {}

    @abstractmethod
    def timeline(self, sizes: Sizes, lengths: Tensor, drawn: Mapping[str, Tensor]) -> Timeline:
        """The steps of examples of these lengths (batch, 1)."""


def laid_out(time: Timeline, vectors: Tensor) -> Batch:
    """Vectors (batch, vectors, bits) on the timeline: inputs (batch, steps, bits + marks), targets, and which count."""
    asked = (time.wanted != NOTHING) | (time.ends.sum(-1) > 0)  # (batch, steps)
    inputs = torch.cat([by_number(vectors, time.shown), time.marks], -1)
    return Batch(inputs, torch.cat([by_number(vectors, time.wanted), time.ends], -1), asked)


def by_number(vectors: Tensor, numbers: Tensor) -> Tensor:
    """Vectors (batch, vectors, bits) by their numbers (batch, steps), zeros for nothing: (batch, steps, bits)."""
    padded = functional.pad(vectors, (0, 0, 1, 0))  # number -1 finds the zeros in front
    return padded.gather(1, (numbers + 1).unsqueeze(-1).expand(-1, -1, vectors.shape[-1]))


def numbered(place: Tensor, start: Tensor | int, count: Tensor) -> Tensor:
    """Steps (steps) -> 0, 1, 2 … from ``start`` on, ``count`` (batch, 1) of them, else nothing: (batch, steps)."""
    number = place - start
    return torch.where((number >= 0) & (number < count), number, NOTHING)


def marked(*channels: Tensor) -> Tensor:
    """Channels (batch, steps), of numbers or of truths, as (batch, steps, channels)."""
    return torch.stack([channel.float() for channel in channels], -1)
