"""An architecture: the settings of a network, and what builds it for a task's shapes."""

from abc import abstractmethod
from collections.abc import Iterator
from typing import Any, ClassVar

import torch
from torch import Tensor, nn

from models.sentences import NO_TEXT, Sentence, Text
from models.spec.family import Family as Family
from models.spec.fetchable import Fetchable
from models.spec.kinds import Batch, Kind, Objective, Series, Shapes, Split, run
from models.spec.metrics import ROWS, score
from models.spec.settings import Settings
from models.spec.task import Task

TASK_KIND_UNSUITED = Sentence("task-kind-unsuited", "{title} is for tasks of the kind {kinds}.")


class Misfit(Text):
    """Why a network cannot learn a task, and which of its settings is to blame: a pointer below the architecture.

    ``nearest`` is a value of the whole setting with which it could; None where none is known.
    """

    field: str
    nearest: Any

    def __new__(cls, why: Text, field: str, nearest: Any = None) -> "Misfit":
        misfit = str.__new__(cls, why)
        misfit.code, misfit.values, misfit.field = why.code, why.values, field
        misfit.nearest = nearest
        return misfit


class Architecture(Settings):
    """Settings of a network, and ``build()`` that makes it."""

    kinds: ClassVar[frozenset[Kind]] = frozenset()
    """Kinds of tasks that it can learn. One that asks something else of a task has a ``fits`` of its own."""
    family: ClassVar[Family] = ""
    year: ClassVar[int | None] = None
    """When it was published; None of one that many people made over the years."""
    contest: ClassVar[Text] = NO_TEXT
    """How it did in a contest, with the source: it stands beside its drawing."""
    smallest: ClassVar[dict[str, Any]] = {}
    """Settings for the contract tests."""
    guarded: ClassVar[bool] = False
    """Whether each step is watched for a loss that is no number, so that :meth:`lost_at` can say where that began."""
    series: ClassVar[dict[str, Series] | None] = None
    """Series of its own, where the task's measure does not suit; it then has its own ``measured``."""

    def fits(self, kind: Kind, shapes: Shapes) -> str | None:
        """None where it can learn tasks of this kind and these shapes, or why not, in a sentence.

        Raises TypeError if it says no kinds.
        """
        if not self.kinds:
            raise TypeError(f"{type(self).__name__} has no kinds")
        if kind in self.kinds:
            return None
        return TASK_KIND_UNSUITED(
            title=Text(self.title, f"architectures.{self.name}.title"), kinds=[str(kind) for kind in sorted(self.kinds)]
        )

    @classmethod
    def dataset(cls) -> Fetchable | None:
        """Weights that are fetched once, when they are first chosen; None where there are none."""
        return None

    def missing(self) -> str | None:
        """None where all that the network begins with can be had now; else a sentence: what is missing, what to do."""
        return None

    def body_architecture(self) -> "Architecture | None":
        """The architecture with whose layers this one's network begins: what is written out has its code too."""
        return None

    def as_body(self, shapes: Shapes) -> "tuple[Architecture, Shapes] | None":
        """Of which network others find their bodies in this one's weights, and for which shapes; None of none."""
        return self, shapes

    def as_blocks(self, shapes: Shapes) -> "dict[str, Any] | Text | None":
        """The settings of the architecture ``blocks`` that make the same network, with equal first weights.

        A text says why there are none for these settings; None is that of a network which is no row of blocks.
        """
        return None

    def warning(self) -> Text:
        """What a person should know of these settings when a run begins with them; as a rule nothing."""
        return NO_TEXT

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
        yield Objective("loss", self.criterion(task, outputs, batch), outputs=outputs, carries=carries)

    def criterion(self, task: Task, outputs: Any, batch: Batch) -> Tensor:
        """The mean loss of a batch, a scalar (); the task's own, unless the architecture lets people choose another."""
        return task.loss(outputs, batch)

    def fused_loss(self, task: Task) -> str:
        """Which loss of the core is the very same as :meth:`criterion`; "" if none is, or none is known."""
        own = type(self).criterion is Architecture.criterion
        return task.fused_loss if own and defined_together(type(task), "fused_loss", "loss") else ""

    def measured(self, network: nn.Module, task: Task, split: Split) -> dict[str, float]:
        """How well the network does on a split, by series; the task's own measure unless that does not suit."""
        return score(network, task, split, self.at_once(task), self.criterion)

    def alarm(self, scores: dict[str, float], memory: dict[str, float]) -> Text:
        """What a person should be told when the validation split is scored so; as a rule nothing.

        ``memory`` is what it remembers of the scorings before: the loop carries it on, and checkpoints have it.
        """
        return NO_TEXT

    def lost_at(self, network: nn.Module, batch: Batch, task: Task) -> Text:
        """Which part of the network is the first that is no number for ``batch``; nothing where none is known."""
        return NO_TEXT

    @property
    def never_resets(self) -> bool:
        """Whether the state goes on from epoch to epoch and through each scoring, as in a stateful network of Keras."""
        return False

    def at_once(self, task: Task) -> int:
        """Examples scored at once; of a network that carries its state, so many that it goes on where it stopped."""
        return ROWS

    def trace(self, network: nn.Module, batch: Batch) -> None:
        """Runs ``batch`` through every layer that is to be a row of the plan."""
        network(batch)

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if "rehearse" in vars(cls):  # what files of version 0.1.0 call trace
            cls.trace = vars(cls)["rehearse"]  # type: ignore[method-assign]


def defined_together(cls: type, *names: str) -> bool:
    """Whether the first class that defines one of ``names``, from ``cls`` upwards, defines them all."""
    first = next(each for each in cls.__mro__ if any(name in vars(each) for name in names))
    return all(name in vars(first) for name in names)
