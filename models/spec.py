"""What a run is made of: task, architecture, training, and the spec that holds them. Imports no task."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import torch
from torch import Tensor, nn

from models.kinds import Batch, Kind, Objective, Question, Series, Shapes, Split, Splits
from models.settings import Settings, setting


class Task(Settings):
    """Data, what is to be predicted, how it is scored, what may be asked."""

    kind: ClassVar[Kind]
    series: ClassVar[dict[str, Series]]
    order: ClassVar[Literal["shuffled", "ordered"]] = "shuffled"

    seed: int = setting(
        0, "Data seed", "Another seed makes or picks other examples.", between=(0, 9999), group="Data", advanced=True
    )

    @classmethod
    def missing(cls) -> str | None:
        """None where the task's data can be had now; else a sentence: what is missing and what to do."""
        return None

    def shapes(self) -> Shapes:
        raise NotImplementedError

    def counts(self) -> tuple[int, int, int]:
        """Numbers of training, validation and test examples, without making them."""
        raise NotImplementedError

    def splits(self, generator: torch.Generator) -> Splits:
        """The data as host tensors; equal for equal settings and generator."""
        raise NotImplementedError

    def batch(self, split: Split, rows: Tensor, generator: torch.Generator, training: bool) -> Batch:
        """The examples ``rows`` of ``split``, on the split's device; augmentation lives here."""
        raise NotImplementedError

    def loss(self, outputs: Any, batch: Batch) -> Tensor:
        """The mean loss of the batch, a scalar."""
        raise NotImplementedError

    def score(self, outputs: Any, batch: Batch) -> dict[str, Tensor]:
        """For each series a tensor (sum, count), so that scores add up over batches."""
        raise NotImplementedError

    def baseline(self, splits: Splits) -> dict[str, float]:
        """What guessing gives, by series."""
        return {}

    def read(self, batch: Batch) -> list[str]:
        """What the network was given, as people write it; empty where it is a picture."""
        return ["" for _ in batch.inputs]

    def question(self) -> Question | None:
        """What a person may ask a network trained on this task."""
        return None

    def pose(self, question: str) -> Batch:
        """A question as a batch of one. ValueError says in a sentence what is wrong with it."""
        raise ValueError(f"{self.title} takes no questions")


class Architecture(Settings):
    """Settings of a network, and ``build()`` that makes it."""

    smallest: ClassVar[dict[str, Any]] = {}
    """Settings for the contract tests."""

    def fits(self, kind: Kind, shapes: Shapes) -> str | None:
        """None, or why not, in a sentence."""
        raise NotImplementedError

    def network(self, shapes: Shapes) -> nn.Module:
        """The network, ``network(batch) -> outputs``, as its constructor leaves it."""
        raise NotImplementedError

    def build(self, shapes: Shapes, generator: torch.Generator) -> nn.Module:
        """The network; its first weights come from ``generator`` alone, and the global generator is left as it was."""
        seed = int(torch.randint(2**62, (), generator=generator))
        with torch.random.fork_rng(devices=[]):
            torch.default_generator.manual_seed(seed)
            return self.network(shapes)

    def objectives(
        self, network: nn.Module, batch: Batch, task: Task, generator: torch.Generator
    ) -> Iterator[Objective]:
        """Lazily: the loop differentiates each loss for its own parameters, steps, and asks for the next."""
        outputs = network(batch)
        yield Objective("loss", task.loss(outputs, batch), outputs=outputs)


class Training(Settings):
    """How a network is trained: optimiser, learning rate, batch size, length, seed."""

    title: ClassVar[str] = "Training"

    optimizer: Literal["sgd", "rmsprop", "adam", "adamw"] = setting(
        "adam",
        "Optimiser",
        "Adam and RMSprop give every weight a pace of its own; SGD moves all at one rate and asks for a larger one.",
        group="Training",
    )
    learning_rate: float = setting(
        0.001,
        "Learning rate",
        "A larger rate learns faster until it overshoots: then the loss jumps or becomes infinite.",
        between=(1e-6, 10.0),
        scale="log",
        live=True,
        group="Training",
    )
    batch_size: int = setting(
        128,
        "Batch size",
        "Larger batches give steadier, fewer steps in each epoch; smaller ones give more and noisier steps.",
        between=(1, 4096),
        scale="log",
        group="Training",
    )
    epochs: int = setting(
        20,
        "Epochs",
        "How often the network sees every training example; longer training learns more until it only memorises.",
        between=(1, 1000),
        scale="log",
        group="Training",
        when={"batches": [0]},
    )
    seed: int = setting(
        0,
        "Seed",
        "Another seed gives other first weights and another order; equal seeds give equal runs.",
        between=(0, 9999),
        group="Training",
    )
    batches: int = setting(
        0,
        "Length in batches",
        "Above 0, training ends after this many batches instead of after whole epochs.",
        between=(0, 100_000),
        group="Training",
        advanced=True,
    )
    momentum: float = setting(
        0.0,
        "Momentum",
        "Keeps part of the last move, so that steady slopes are crossed faster; too much overshoots.",
        between=(0.0, 0.99),
        group="Training",
        advanced=True,
        when={"optimizer": ["sgd", "rmsprop"]},
    )
    epsilon: float = setting(
        1e-8,
        "Epsilon",
        "Keeps adaptive optimisers from dividing by nothing; larger values make them cautious where slopes are small.",
        between=(1e-10, 0.1),
        scale="log",
        group="Training",
        advanced=True,
        when={"optimizer": ["rmsprop", "adam", "adamw"]},
    )


@dataclass(frozen=True)
class Spec:
    """Task, architecture and training: everything that decides a run."""

    task: Task
    architecture: Architecture
    training: Training

    @property
    def steps_per_epoch(self) -> int:
        return -(-self.task.counts()[0] // self.training.batch_size)

    @property
    def steps(self) -> int:
        """Planned length in steps."""
        return self.training.batches or self.training.epochs * self.steps_per_epoch

    @property
    def measure_every(self) -> int:
        """Steps between two scorings on the validation split: an epoch, or a thirtieth of a run told in batches."""
        return min(self.steps_per_epoch, -(-self.training.batches // 30) or self.steps_per_epoch)

    def to_json(self) -> dict[str, Any]:
        """The spec in the form of links and HTTP bodies."""
        return {
            "task": {"name": self.task.name, **self.task.model_dump(mode="json")},
            "architecture": {"name": self.architecture.name, **self.architecture.model_dump(mode="json")},
            "training": self.training.model_dump(mode="json"),
        }
