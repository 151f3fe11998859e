"""Scores added up on the device: nothing is read back before it is reported."""

import math
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn

from models.spec.kinds import Batch, Split, State, run
from models.spec.seeds import generator

if TYPE_CHECKING:
    from models.spec.task import Task

ROWS = 500
"""Examples scored at once: few enough for an old laptop's cache, many enough to keep it busy."""


class MetricAccumulator:
    """Sums and counts of every series over batches."""

    def __init__(self) -> None:
        self.sums: dict[str, Any] = {}

    def add(self, pairs: Mapping[str, Any]) -> None:
        """Counts in the (sum, count) of one batch."""
        for name, pair in pairs.items():
            self.sums[name] = self.sums[name] + pair if name in self.sums else pair

    def means(self) -> dict[str, float]:
        """Means by series, read back from the device."""
        return {name: mean(pair) for name, pair in self.sums.items()}


def weighted_sum(loss: Tensor, rows: int) -> Tensor:
    """The mean loss of ``rows`` examples as (sum, count)."""
    return torch.stack([loss.detach() * rows, loss.new_full((), rows)])


def mean(pair: Any) -> float:
    """(sum, count), a tensor (2) or numbers -> sum over count; NaN of nothing.

    (sum of squares, count, 1 a batch), of shape (3), has the root of that: a root mean square adds up over batches too.
    """
    total, count, *root = pair.tolist()
    found: float = total / count if count else float("nan")
    return math.sqrt(found) if root else found


def score(
    network: nn.Module,
    task: "Task",
    split: Split,
    at_once: int = ROWS,
    criterion: "Callable[[Task, Any, Batch], Tensor] | None" = None,
    carried: list[State | None] | None = None,
) -> dict[str, float]:
    """Means of every series over a split, in eval mode; a ``criterion`` gives another loss () than the task's.

    ``carried`` holds the state that the first batch begins with, and then the one that the last has ended with.
    """
    training = network.training
    network.eval()
    metrics, corpus = MetricAccumulator(), MetricAccumulator()
    with torch.no_grad():
        state = carried[0] if carried else None
        for batch in batches(task, split, at_once):
            batch = batch.after(state)
            outputs, state = run(network, batch)
            state = state if task.order == "ordered" else None
            loss = criterion(task, outputs, batch) if criterion else task.loss(outputs, batch)
            metrics.add({"loss": weighted_sum(loss, len(batch.inputs)), **task.score(outputs, batch)})
            if hasattr(task, "corpus_sums"):  # a script's task has it only where it needs it
                corpus.add(task.corpus_sums(outputs, batch))
        if carried:
            carried[0] = state
    network.train(training)
    return metrics.means() | {name: task.corpus_score(name, sums) for name, sums in corpus.sums.items()}


def batches(task: "Task", split: Split, at_once: int = ROWS) -> Iterator[Batch]:
    """A split in order, so many examples at a time."""
    device = next(iter(split.tensors.values())).device
    draws = generator(0, "views", device)
    for rows in torch.split(torch.arange(len(split), device=device), at_once):
        yield task.batch(split, rows, draws, training=False)


# As a person's own files of version 0.1.0 call them.
Tally = MetricAccumulator
weighed = weighted_sum
