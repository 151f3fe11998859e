"""How values are spread: counts in equally wide bins, mean and standard deviation, as a picture and in words."""

import torch
from torch import Tensor

from models.sentences import Sentence, Text

MEAN = Sentence("mean-of-values", "mean {mean:figure}")
DEVIATION = Sentence("deviation-of-values", "standard deviation {deviation:figure}")

BINS = 40
EXACT = 2**23
"""So many values at once are counted without a loss: the counts of ``histc`` are numbers of 24 bits."""


def ends(least: float, most: float) -> tuple[float, float]:
    """Where bins begin and end: as far on both sides of 0, or at 0 where nothing is below it."""
    far = max(abs(least), abs(most)) or 1.0
    return (0.0 if least >= 0 else -far), far


def binned(values: Tensor, lowest: float, highest: float) -> Tensor:
    """(bins) how many of ``values`` lie in each, on the host; those at the highest end belong to the last."""
    parts = torch.split(values.flatten(), EXACT)
    return sum((torch.histc(part, BINS, lowest, highest).long().cpu() for part in parts), torch.zeros(BINS).long())


def spread(mean: float, deviation: float) -> list[Text]:
    return [MEAN(mean=mean), DEVIATION(deviation=deviation)]
