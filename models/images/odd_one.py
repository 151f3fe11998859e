"""How well errors tell pictures of a class that was never learnt from all others: the area under the ROC curve.

It is how often an odd picture is off by more than a known one, of two drawn by chance (Hanley and McNeil, "The meaning
and use of the area under a receiver operating characteristic (ROC) curve", 1982). Errors are counted in fine bins of
their logarithm, so that counts add up over batches; two of one bin count half.
"""

import torch
from torch import Tensor

BINS = 3000
LEAST = -6.0
"""The smallest error that is told from nothing, as a power of ten; the largest is 1."""


def error_counts(errors: Tensor, odd: Tensor) -> Tensor:
    """Errors (batch), and which are of the odd class (batch) -> how many known and odd in each bin, (2 x bins)."""
    places = ((errors.clamp_min(1e-12).log10() - LEAST) * (BINS / -LEAST)).long().clamp(0, BINS - 1)
    return torch.bincount(places + BINS * odd.long(), minlength=2 * BINS).double()


def told_apart(counts: Tensor) -> float:
    """Counts (2 x bins) of known and of odd pictures -> 0 to 1; not a number where there are none of one sort."""
    known, odd = counts.double().view(2, BINS)
    pairs = float(known.sum() * odd.sum())
    below = known.cumsum(0) - known / 2
    return float((odd * below).sum()) / pairs if pairs else float("nan")
