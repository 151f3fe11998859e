"""Exact answers against the length of what is written: what one state can hold.

Cho et al., "On the properties of neural machine translation", 2014, figure 4; Bahdanau, Cho and Bengio 2014, figure 2.
"""

import torch
from torch import Tensor, nn

from models.look.pictures import Picture, Share, Shares
from models.look.view import View
from models.sentences import Sentence
from models.spec.kinds import Splits
from models.spec.metrics import batches
from models.spec.spec import Spec
from models.spec.task import Task

EXACT = Sentence("exact-by-length", "whole answers right, by their length")
SYMBOLS = Sentence("symbols-right-by-length", "single symbols right, by the length of the answer")
LENGTHS = Sentence("lengths-from-to", "{least} to {most} symbols")
LENGTH = Sentence("length-alone", "{least} symbols", one="{least} symbol")

GROUPS = 6
MOST = 500
"""Held-out examples that are answered."""


class ByLength(View):
    """Right answers of the validation split, in groups by how many symbols the right answer has."""

    title = "By length"
    text = (
        "Long texts are harder, and how much harder tells networks apart: one that has to carry all it has read "
        "through one state loses the long ones first. Look into two runs of a race, with attention and without, and "
        "compare."
    )
    group = "answers"

    def fits(self, task: Task, architecture: object) -> bool:
        target = task.shapes().target
        return task.kind.translates and target is not None and target.end != ""

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        alphabet = spec.task.shapes().target
        assert alphabet is not None
        right, counted = [], []
        for batch in batches(spec.task, splits.validation.rows(0, MOST)):
            right.append((network(batch).argmax(-1) == batch.targets).cpu())  # (batch, places)
            counted.append(alphabet.counted(batch.targets).cpu())  # (batch, places)
        hits, mask = torch.cat(right), torch.cat(counted)
        lengths = mask.sum(1) - 1  # (examples), without the end
        wholes = (hits | ~mask).all(1)
        every = list(bins(lengths))
        return Shares(
            titles=[EXACT(), SYMBOLS()],
            groups=[
                [share(one, wholes[inside(one, lengths)]) for one in every],
                [share(one, hits[inside(one, lengths)][mask[inside(one, lengths)]]) for one in every],
            ],
        )


def bins(lengths: Tensor) -> list[tuple[int, int]]:
    """Ranges of equal width that hold all lengths (examples), from the least to the most, without empty ones."""
    least, most = int(lengths.min()), int(lengths.max())
    width = -(-(most - least + 1) // GROUPS)
    every = [(start, min(most, start + width - 1)) for start in range(least, most + 1, width)]
    return [one for one in every if bool(inside(one, lengths).any())]


def inside(one: tuple[int, int], lengths: Tensor) -> Tensor:
    """Which of the lengths (examples) a range holds, (examples)."""
    return (lengths >= one[0]) & (lengths <= one[1])


def share(one: tuple[int, int], right: Tensor) -> Share:
    """Of what is right (things) in a range of lengths."""
    label = LENGTHS(least=one[0], most=one[1]) if one[0] < one[1] else LENGTH(least=one[0])
    return Share(label=label, right=int(right.sum()), of=len(right))
