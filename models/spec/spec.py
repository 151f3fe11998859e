"""The spec: task, architecture and training, all that decides a run."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from models.sentences import Text
from models.spec.architecture import Architecture
from models.spec.kinds import Series
from models.spec.task import Task
from models.spec.training import Training


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
    def measured(self) -> dict[str, Series]:
        """Those of these that there will be points of: of a few classes, none are among the first five."""
        own, of_task = self.architecture.series, self.task.measured()
        unmeasured = self.task.series.keys() - of_task.keys()
        return {name: one for name, one in own.items() if name not in unmeasured} if own else of_task

    @property
    def headline(self) -> tuple[str, Series]:
        """The series that says how well the task is done."""
        return next((name, series) for name, series in self.series.items() if series.headline)

    @property
    def headline_title(self) -> Text:
        """What that series is called."""
        name, series = self.headline
        part = f"architectures.{self.architecture.name}" if self.architecture.series else f"tasks.{self.task.name}"
        return Text(series.title, f"{part}.series.{name}.title")

    @cached_property
    def steps_per_epoch(self) -> int:
        """Counted once: every step asks, and a task may have to read its data to tell."""
        return -(-self.task.counts()[0] // self.training.batch_size)

    @property
    def steps(self) -> int:
        """Planned length in steps."""
        return self.training.batches or self.training.epochs * self.steps_per_epoch

    @property
    def epochs(self) -> float:
        """Planned length in epochs, also where the plan counts batches."""
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
