"""Copy: vectors are shown once, then have to be written in the same order (Graves et al. 2014, section 4.1)."""

from collections.abc import Mapping

import torch
from torch import Tensor

from models.tapes.exercise import Exercise, Sizes, Timeline, marked, numbered


class Copy(Exercise):
    """A start, the vectors, a stop, then blanks in which they are to be written. Lengths are (batch, 1) there."""

    marks = 2

    def steps(self, sizes: Sizes) -> int:
        return 2 * sizes.longest + 2

    def timeline(self, sizes: Sizes, lengths: Tensor, drawn: Mapping[str, Tensor]) -> Timeline:
        place = torch.arange(self.steps(sizes), device=lengths.device)
        shown, wanted = numbered(place, 1, lengths), numbered(place, lengths + 2, lengths)
        marks = marked((place == 0).expand_as(shown), place == lengths + 1)
        return Timeline(shown, wanted, marks, marks[..., :0])
