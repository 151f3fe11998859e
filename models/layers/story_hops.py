"""What networks that answer questions about stories share: where a hop looks, and whether it finds the true facts."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import torch
from torch import Tensor, nn

from models.spec.architecture import Architecture
from models.spec.kinds import Batch, Series, Split
from models.spec.metrics import ROWS, MetricAccumulator, batches, weighted_sum
from models.spec.task import Task


@dataclass(frozen=True)
class Reading:
    """What a network made of stories: its answer, and how it came to it."""

    scores: Tensor
    """(batch, classes)."""
    hops: Tensor
    """Where each hop looked, (batch, hops, sentences); each row adds up to 1, or to 0 where a hop did not look."""


class StoryReader(nn.Module):
    """A network that looks at the sentences of a story once or several times before it answers."""

    @abstractmethod
    def reading(self, batch: Batch) -> Reading:
        """Stories (batch, sentences + 1, words), whose last row is the question."""

    def forward(self, batch: Batch) -> Tensor:
        """Stories (batch, sentences + 1, words) -> scores (batch, classes)."""
        return self.reading(batch).scores


class Hop(nn.Module):
    """One look at all sentences: what a network of these has, views of hops can show."""


class ReadsStories(Architecture):
    """An architecture whose network is a :class:`StoryReader`: it is measured whether hops find the true facts."""

    series: ClassVar[dict[str, Series] | None] = {
        "loss": Series("Loss", text="What training makes small: cross-entropy of the answer, or a margin missed."),
        "accuracy": Series(
            "Right answers",
            better="higher",
            range=(0, 1),
            percent=True,
            headline=True,
            text="Share of questions whose answer is right.",
        ),
        "facts": Series(
            "Facts found",
            better="higher",
            range=(0, 1),
            percent=True,
            text="Share of the true supporting facts at which one of the hops looks most; one hop finds one at most.",
        ),
    }

    def loss_of(self, network: nn.Module, reading: Reading, batch: Batch, task: Task) -> Tensor:
        """The mean loss of a batch, a scalar (); the task's own of the answers, unless more is trained."""
        return task.loss(reading.scores, batch)

    def at_once(self, task: Task) -> int:
        return ROWS

    def measured(self, network: nn.Module, task: Task, split: Split) -> dict[str, float]:
        """Scores of a split, and the share of its supporting facts that are found."""
        assert isinstance(network, StoryReader)
        training, metrics = network.training, MetricAccumulator()
        network.eval()
        with torch.no_grad():
            for batch in batches(task, split, self.at_once(task)):
                reading = network.reading(batch)
                loss = self.loss_of(network, reading, batch, task)
                pairs = {"loss": weighted_sum(loss, len(batch.inputs)), **task.score(reading.scores, batch)}
                metrics.add({**pairs, "facts": facts_found(reading.hops, batch.more["facts"])})
        network.train(training)
        return metrics.means()


def facts_found(hops: Tensor, facts: Tensor) -> Tensor:
    """(found, all), (2), of facts (batch, most) that are the place where one of the hops (batch, hops, sentences) looks
    most; -1 is no fact.
    """
    looked = torch.where(hops.sum(2) > 0, hops.argmax(2), -2)  # (batch, hops)
    found = (facts.unsqueeze(2) == looked.unsqueeze(1)).any(2)  # (batch, most)
    return torch.stack([found.sum(), (facts >= 0).sum()])
