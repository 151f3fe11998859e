"""Scores added up on the device: nothing is read back before it is reported."""

from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor, nn

from models.kinds import Batch, Split
from models.randomness import generator
from models.spec import Task

ROWS = 500
"""Examples scored at once: few enough for an old laptop's cache, many enough to keep it busy."""


class Tally:
    """Sums and counts of every series over batches."""

    def __init__(self) -> None:
        self.sums: dict[str, Tensor] = {}

    def add(self, task: Task, outputs: Any, batch: Batch, loss: Tensor) -> dict[str, Tensor]:
        """Counts one batch in; gives its own (sum, count) by series, ``loss`` first."""
        rows = len(batch.inputs)
        of_batch = {"loss": torch.stack([loss.detach() * rows, loss.new_full((), rows)]), **task.score(outputs, batch)}
        for name, pair in of_batch.items():
            self.sums[name] = self.sums[name] + pair if name in self.sums else pair
        return of_batch

    def means(self) -> dict[str, float]:
        """Means by series, read back from the device."""
        return {name: mean(pair) for name, pair in self.sums.items()}


def mean(pair: Tensor) -> float:
    """Sum over count; NaN of nothing."""
    total, count = pair.tolist()
    return total / count if count else float("nan")


def score(network: nn.Module, task: Task, split: Split) -> dict[str, float]:
    """Means of every series over a split, in eval mode."""
    training = network.training
    network.eval()
    tally = Tally()
    with torch.no_grad():
        for batch in batches(task, split):
            outputs = network(batch)
            tally.add(task, outputs, batch, task.loss(outputs, batch))
    network.train(training)
    return tally.means()


def batches(task: Task, split: Split) -> Iterator[Batch]:
    """A split in order, ``ROWS`` examples at a time."""
    device = next(iter(split.tensors.values())).device
    draws = generator(0, "views", device)
    for rows in torch.split(torch.arange(len(split), device=device), ROWS):
        yield task.batch(split, rows, draws, training=False)
