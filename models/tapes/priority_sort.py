"""Priority sort: each vector has a priority; the highest are wanted in their order (Graves et al. 2014, 4.5)."""

import math
from collections.abc import Mapping

import torch
from torch import Tensor

from models.tapes.exercise import NOTHING, Exercise, Sizes, Timeline, marked, numbered


class PrioritySort(Exercise):
    """A start, the vectors with their priorities of -1 to 1 in a channel of their own, a stop, then blanks.

    Lengths are (examples), on the timeline (batch, 1); priorities are (examples, vectors).
    """

    marks = 3

    def steps(self, sizes: Sizes) -> int:
        return sizes.longest + 2 + math.ceil(sizes.share * sizes.longest)

    def drawn(self, sizes: Sizes, lengths: Tensor, generator: torch.Generator) -> dict[str, Tensor]:
        return {"priorities": torch.rand(len(lengths), sizes.longest, generator=generator) * 2 - 1}

    def timeline(self, sizes: Sizes, lengths: Tensor, drawn: Mapping[str, Tensor]) -> Timeline:
        place, priorities = torch.arange(self.steps(sizes), device=lengths.device), drawn["priorities"]
        shown = numbered(place, 1, lengths)
        there = torch.arange(sizes.longest, device=lengths.device) < lengths
        order = priorities.masked_fill(~there, -torch.inf).argsort(dim=-1, descending=True, stable=True)
        rank = numbered(place, lengths + 2, (sizes.share * lengths - 1e-6).ceil().long())
        wanted = torch.where(rank == NOTHING, NOTHING, order.gather(1, rank.clamp_min(0)))
        of_shown = priorities.gather(1, shown.clamp_min(0)) * (shown != NOTHING)
        marks = marked((place == 0).expand_as(shown), place == lengths + 1, of_shown)
        return Timeline(shown, wanted, marks, marks[..., :0])
