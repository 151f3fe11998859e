"""What a run is made of: task, architecture, training, and the spec that holds them. Imports no task."""

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import torch
from torch import Tensor, nn

from models.kinds import Batch, Kind, Objective, Question, Series, Shapes, Split, Splits, run
from models.measures import ROWS, score
from models.settings import Settings, setting
from models.trainings import Training


class Task(Settings):
    """Data, what is to be predicted, how it is scored, what may be asked."""

    kind: ClassVar[Kind]
    series: ClassVar[dict[str, Series]]
    unit: ClassVar[str] = ""
    """What :meth:`in_units` counts."""
    guess: ClassVar[str] = "guessing"
    """What :meth:`baseline` does, in words that can stand before "41 %" and before "gets 41 %"."""
    order: ClassVar[Literal["shuffled", "ordered"]] = "shuffled"
    smallest: ClassVar[dict[str, Any]] = {}
    """Settings for the contract tests."""

    seed: int = setting(
        0, "Data seed", "Another seed makes or picks other examples.", between=(0, 9999), group="Data", advanced=True
    )

    @classmethod
    def missing(cls) -> str | None:
        """None where the task's data can be had now; else a sentence: what is missing and what to do."""
        return None

    @abstractmethod
    def shapes(self) -> Shapes:
        """Sizes of one example: what an architecture is built for."""

    @abstractmethod
    def counts(self) -> tuple[int, int, int]:
        """Numbers of training, validation and test examples, without making them."""

    @abstractmethod
    def splits(self, generator: torch.Generator) -> Splits:
        """The data as host tensors; equal for equal settings and generator."""

    @abstractmethod
    def batch(self, split: Split, rows: Tensor, generator: torch.Generator, training: bool) -> Batch:
        """The examples ``rows`` of ``split``, on the split's device; augmentation lives here."""

    @abstractmethod
    def loss(self, outputs: Any, batch: Batch) -> Tensor:
        """The mean loss of the batch, a scalar."""

    @abstractmethod
    def score(self, outputs: Any, batch: Batch) -> dict[str, Tensor]:
        """For each series a tensor (sum, count), so that scores add up over batches."""

    def baseline(self, splits: Splits) -> dict[str, float]:
        """What ``guess`` gives without learning anything, by series."""
        return {}

    def in_units(self, values: Tensor) -> Tensor:
        """Values that the network is given or gives, in the unit that people count them in."""
        return values

    def class_names(self) -> list[str]:
        """What people call the classes, in the order of their numbers."""
        return [str(number) for number in range(self.shapes().classes)]

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
    series: ClassVar[dict[str, Series] | None] = None
    """Series of its own, where the task's measure does not suit; it then has its own ``measured``."""

    @abstractmethod
    def fits(self, kind: Kind, shapes: Shapes) -> str | None:
        """None, or why not, in a sentence."""

    @abstractmethod
    def network(self, shapes: Shapes) -> nn.Module:
        """The network, ``network(batch) -> outputs``, as its constructor leaves it."""

    def build(self, shapes: Shapes, generator: torch.Generator) -> nn.Module:
        """The network; its first weights come from ``generator`` alone, and the global generator is left as it was."""
        seed = int(torch.randint(2**62, (), generator=generator))
        with torch.random.fork_rng(devices=[]):
            torch.default_generator.manual_seed(seed)
            return self.network(shapes)

    def objectives(
        self, network: nn.Module, batch: Batch, task: Task, generator: torch.Generator
    ) -> Iterator[Objective]:
        """Lazily: the loop differentiates each loss for its own parameters, steps, and asks for the next.

        What is drawn on the way comes from ``generator``, the run's noise, on the network's device.
        """
        outputs, state = run(network, batch)
        carries = state if task.order == "ordered" else None
        yield Objective("loss", task.loss(outputs, batch), outputs=outputs, carries=carries)

    def measured(self, network: nn.Module, task: Task, split: Split) -> dict[str, float]:
        """How well the network does on a split, by series; the task's own measure unless that does not suit."""
        return score(network, task, split, self.at_once(task))

    def at_once(self, task: Task) -> int:
        """Examples scored at once; of a network that carries its state, so many that it goes on where it stopped."""
        return ROWS

    def rehearse(self, network: nn.Module, batch: Batch) -> None:
        """Sends ``batch`` through everything that is to be a row of the plan."""
        network(batch)


@dataclass(frozen=True)
class Spec:
    """Task, architecture and training: everything that decides a run."""

    task: Task
    architecture: Architecture
    training: Training

    @property
    def series(self) -> dict[str, Series]:
        """What is measured: the architecture's own series, or the task's."""
        return self.architecture.series or self.task.series

    @property
    def headline(self) -> tuple[str, Series]:
        """The series that says how well the task is done."""
        return next((name, series) for name, series in self.series.items() if series.headline)

    @property
    def steps_per_epoch(self) -> int:
        return -(-self.task.counts()[0] // self.training.batch_size)

    @property
    def steps(self) -> int:
        """Planned length in steps."""
        return self.training.batches or self.training.epochs * self.steps_per_epoch

    @property
    def epochs(self) -> float:
        """Planned length in epochs, also of what is told in batches."""
        return self.steps / self.steps_per_epoch

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
