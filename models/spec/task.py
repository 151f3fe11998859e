"""A task: data, what is to be predicted, how it is scored, what may be asked."""

import re
from abc import abstractmethod
from collections.abc import Iterable
from typing import Any, ClassVar, Literal

import torch
from torch import Tensor

from models.sentences import Sentence, Text
from models.spec.counted import Counted, FusedLoss, Pairs
from models.spec.fetchable import Fetchable
from models.spec.kinds import Batch, Kind, Question, Series, Shapes, Split, Splits
from models.spec.settings import Settings, setting

TAKES_NO_QUESTION = Sentence("takes-no-question", "{title} takes no questions.")
NO_LONGER_QUESTIONS = Sentence("no-longer-questions", "{title} has no longer questions.")
LETTER = re.compile(r"[^\W\d_]")


class Task(Settings):
    """Data, what is to be predicted, how it is scored, what may be asked."""

    kind: ClassVar[Kind]
    series: ClassVar[dict[str, Series]]
    unit: ClassVar[str] = ""
    """What :meth:`in_units` counts."""
    guess: ClassVar[str] = "guessing"
    """What :meth:`baseline` does, in words that can stand before "41 %" and before "gets 41 %"."""
    order: ClassVar[Literal["shuffled", "ordered"]] = "shuffled"
    fused_loss: ClassVar[FusedLoss] = ""
    """Which of these :meth:`loss` is, over all places alike, so that the core can work it out; "" is another. It stands
    in the class that has the method.
    """
    smallest: ClassVar[dict[str, Any]] = {}
    """Settings for the contract tests."""
    difficulties: ClassVar[tuple[str, ...]] = ()
    """What can make an example hard, as titles: views count mistakes by each."""

    seed: int = setting(
        0, "Data seed", "Another seed makes or picks other examples.", between=(0, 9999), group="Data", advanced=True
    )

    @classmethod
    def dataset(cls) -> Fetchable | None:
        """The set that is fetched once, when the task is first chosen; None where the data are made or are here."""
        return None

    @classmethod
    def missing(cls) -> str | None:
        """None where the task's data can be had now; else a sentence: what is missing and what to do."""
        dataset = cls.dataset()
        return None if dataset is None else dataset.available()

    @abstractmethod
    def shapes(self) -> Shapes:
        """Sizes of one example: what an architecture is built for."""

    def measured(self) -> dict[str, Series]:
        """Those of its series that there are points of with these settings."""
        return self.series

    @abstractmethod
    def counts(self) -> tuple[int, int, int]:
        """Numbers of training, validation and test examples, without making them."""

    @abstractmethod
    def splits(self, generator: torch.Generator) -> Splits:
        """The data as host tensors; equal for equal settings and generator."""

    @abstractmethod
    def batch(self, split: Split, rows: Tensor, generator: torch.Generator, training: bool) -> Batch:
        """The examples ``rows`` (batch) of ``split``, on the split's device; augmentation lives here."""

    def of_bytes(self) -> "Task":
        """The same task with inputs as they are stored, bytes of which 255 is 1, where a batch is no more than those.

        An engine that reads bytes is spared to make numbers of them first. Itself, where there are no such bytes.
        """
        return self

    @abstractmethod
    def loss(self, outputs: Any, batch: Batch) -> Tensor:
        """The mean loss of the batch, a scalar ()."""

    @abstractmethod
    def score(self, outputs: Any, batch: Batch) -> dict[str, Tensor]:
        """For each series a tensor (sum, count), so that scores add up over batches."""

    def scored_from(self, found: Counted) -> Pairs | None:
        """What :meth:`score` gives, of what the loss has counted; None where it needs the outputs."""
        return None

    def corpus_sums(self, outputs: Any, batch: Batch) -> dict[str, Tensor]:
        """Of series that are no mean over examples, as BLEU: what is added up over a split instead, each (sums).

        They are measured where a split is scored, and not while learning.
        """
        return {}

    def corpus_score(self, name: str, sums: Tensor) -> float:
        """The value of such a series, from all its sums (sums). Raises ValueError of a task that has none."""
        raise ValueError(f"{self.title} has no series {name} of a whole split")

    def baseline(self, splits: Splits) -> dict[str, float]:
        """What ``guess`` gives without learning anything, by series of the validation split.

        Where the test is another one, as of longer sequences, "test/NAME" is what it gives there.
        """
        return {}

    def in_units(self, values: Tensor) -> Tensor:
        """Inputs or outputs (…) of the network, in the unit in which people count them, (…)."""
        return values

    def class_names(self) -> list[str]:
        """What people call the classes, in the order of their numbers."""
        return [str(number) for number in range(self.shapes().classes)]

    def named(self, names: Iterable[str]) -> list[str]:
        """Names of classes, with a code each: ``[classes]`` of the translations has them. Figures need none."""
        return [Text(one, f"tasks.{self.name}.classes.{one}" if LETTER.search(one) else "") for one in names]

    def answered(self, chances: Tensor) -> Tensor:
        """Where several classes may be right: which of them (batch, classes) are the answer, by their chances."""
        return chances >= 0.5

    def read(self, batch: Batch) -> list[str]:
        """The inputs of the batch as people write them; empty where they are pictures."""
        return ["" for _ in batch.inputs]

    def pieces(self, numbers: list[int]) -> list[str]:
        """Symbols that are read, one by one as they stand in the text. Raises ValueError of a task without symbols."""
        source = self.shapes().source
        if source is None:
            raise ValueError(f"{self.title} has no symbols")
        return [source.symbols[number] for number in numbers]

    def question(self) -> Question | None:
        """What a person may ask a network trained on this task."""
        return None

    def pose(self, question: str) -> Batch:
        """A question as a batch of one. Raises ValueError, in a sentence, if it cannot be posed."""
        raise ValueError(TAKES_NO_QUESTION(title=Text(self.title, f"tasks.{self.name}.title")))

    def as_fed(self, batch: Batch, split: Split) -> Batch:
        """A question's ``batch`` with what the network is used to, by what ``split``, which it learns from, shares."""
        return batch

    def difficulty(self, batch: Batch) -> list[list[int]]:
        """For each of ``difficulties`` how hard the examples of the batch are, each (batch)."""
        return []

    def longer(self, more: int) -> "Task | None":
        """The same task with questions by ``more`` longer, even if no person may choose that; None without such."""
        return None

    def length_in_words(self) -> str:
        """How long its questions are, where they can be ``longer``."""
        return ""

    def longest_examples(self, count: int) -> Batch:
        """``count`` examples whose questions are as long as they can be, always the same.

        Raises ValueError of a task without ``longer`` ones.
        """
        raise ValueError(NO_LONGER_QUESTIONS(title=Text(self.title, f"tasks.{self.name}.title")))
