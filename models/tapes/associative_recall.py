"""Associative recall: items are shown, then one of them again; the next one is wanted (Graves et al. 2014, 4.3).

Where a thing stands has to be found by what it is, and then left for the place beside it: by content, then by a shift.
"""

from collections.abc import Mapping

import torch
from torch import Tensor

from models.tapes.exercise import NOTHING, Exercise, Sizes, Timeline, marked, numbered


class AssociativeRecall(Exercise):
    """A mark before each item of several vectors; the item that is asked about stands between two marks of its own.

    Which item that is, is (examples), as their lengths are; on the timeline both are (batch, 1).
    """

    marks = 2
    least = 2

    def each(self, sizes: Sizes) -> int:
        return sizes.item

    def steps(self, sizes: Sizes) -> int:
        return sizes.longest * (sizes.item + 1) + 2 * sizes.item + 2

    def drawn(self, sizes: Sizes, lengths: Tensor, generator: torch.Generator) -> dict[str, Tensor]:
        share = torch.rand(lengths.shape, generator=generator)
        return {"query": (share * (lengths - 1)).long()}  # any but the last, which has none after it

    def timeline(self, sizes: Sizes, lengths: Tensor, drawn: Mapping[str, Tensor]) -> Timeline:
        place, item = torch.arange(self.steps(sizes), device=lengths.device), sizes.item
        query, asked = drawn["query"].view(-1, 1), lengths * (item + 1)
        within, size = place % (item + 1), torch.full_like(lengths, item)
        before = place < asked
        of_items = torch.where(before & (within > 0), place // (item + 1) * item + within - 1, NOTHING)
        again = numbered(place, asked + 1, size)
        shown = torch.where(again == NOTHING, of_items, query * item + again)
        after = numbered(place, asked + item + 2, size)
        wanted = torch.where(after == NOTHING, NOTHING, (query + 1) * item + after)
        marks = marked(before & (within == 0), (place == asked) | (place == asked + item + 1))
        return Timeline(shown, wanted, marks, marks[..., :0])
