"""Sums that the core has counted, which are numbers, beside those of PyTorch's steps, which are tensors."""

import pytest
import torch

from models.spec.counted import Pair, Pairs
from models.spec.metrics import MetricAccumulator
from models.training.points import BatchReport


def both(total: float, count: int) -> tuple[Pair, torch.Tensor]:
    return Pair(total, count), torch.tensor([total, count], dtype=torch.double)


@pytest.mark.parametrize("kinds", [(0, 0, 0), (1, 1, 1), (0, 1, 0), (1, 0, 0)])
def test_means_over_batches_are_the_same_whatever_their_sums_are(kinds: tuple[int, ...]) -> None:
    batches = [(0.1, 3), (7.3, 128), (1e-9, 1)]
    added, report = MetricAccumulator(), BatchReport()
    for step, (kind, batch) in enumerate(zip(kinds, batches, strict=True)):
        pairs: Pairs = {"loss": both(*batch)[kind]}
        added.add(pairs)
        report.add((step, 0.0, 0, 0.0, 0.1), pairs)
    total, count = (torch.tensor([one[place] for one in batches], dtype=torch.double) for place in (0, 1))
    expected = (total[0] + total[1] + total[2]) / count.sum()
    assert added.means() == {"loss": float(expected)}
    assert report.take().columns["train/loss"] == [one / many for one, many in batches]
