"""Repeat copy: the vectors are to be written as often as a number says, then an end (Graves et al. 2014, section 4.2).

A loop inside a loop: what has been written, and how often, has to be counted.
"""

from collections.abc import Mapping

import torch
from torch import Tensor

from models.tapes.exercise import NOTHING, Exercise, Sizes, Timeline, marked, numbered

UNIT = 10
"""The number is shown as a share of this."""


class RepeatCopy(Exercise):
    """A start, the vectors, how often, then blanks; the target has a channel more, for the end.

    How often is (examples), as lengths are; on the timeline both are (batch, 1).
    """

    marks = 2
    ends = 1

    def steps(self, sizes: Sizes) -> int:
        return sizes.longest * (1 + sizes.repeats) + 3

    def drawn(self, sizes: Sizes, lengths: Tensor, generator: torch.Generator) -> dict[str, Tensor]:
        return {"repeats": torch.randint(1, sizes.repeats + 1, lengths.shape, generator=generator)}

    def timeline(self, sizes: Sizes, lengths: Tensor, drawn: Mapping[str, Tensor]) -> Timeline:
        place = torch.arange(self.steps(sizes), device=lengths.device)
        repeats = drawn["repeats"].view(-1, 1)
        shown = numbered(place, 1, lengths)
        written = numbered(place, lengths + 2, lengths * repeats)
        wanted = torch.where(written == NOTHING, NOTHING, written % lengths)
        marks = marked((place == 0).expand_as(shown), (place == lengths + 1) * repeats / UNIT)
        return Timeline(shown, wanted, marks, marked(place == lengths * (1 + repeats) + 2))
