"""Translation: days in words, from English into French, German or Spanish, character by character.

Encoder and decoder: Cho et al. and Sutskever et al. 2014, who found that a source read backwards is learnt more easily;
dates as a first exercise in attention: the language comes from Unicode's CLDR. What to watch: names are learnt by
heart, but day and year must be carried over and change places. Without attention they have to pass through one state.
"""

from typing import Any, ClassVar, Literal

import torch
from torch import Tensor
from torch.nn import functional

from models.data.sets.dates import DAYS, extent, read, written
from models.sentences import Sentence
from models.spec.kinds import Alphabet, Batch, Kind, Question, Series, Shapes, Split, Splits
from models.spec.settings import setting
from models.spec.task import Task

NOT_A_DAY = Sentence("not-a-day", "Ask for a day from 1900 to 2099, such as {example}.")
NO_SUCH_DAY = Sentence("no-such-day", "There is no such day. Did you mean {right}?")

PADDING = "·"
END = "■"


class Translation(Task):
    """English (time) and its translation (places), int64, padded; ``mask`` and ``lengths`` say how far."""

    title: ClassVar[str] = "Translation"
    text: ClassVar[str] = "Reads a date in English, character by character, and writes it in another language."
    smallest: ClassVar[dict[str, Any]] = {"examples": 75, "weekday": False}
    kind: ClassVar[Kind] = Kind.SYMBOLS_TO_SYMBOLS
    series: ClassVar[dict[str, Series]] = {
        "loss": Series("Loss", text="Cross-entropy for each character of a translation, with its end."),
        "accuracy": Series(
            "Right characters",
            better="higher",
            range=(0, 1),
            percent=True,
            text="Share of characters that are right at their place. While learning, the right ones before are told.",
            of="part",
        ),
        "exact": Series(
            "Exact translations",
            better="higher",
            range=(0, 1),
            percent=True,
            headline=True,
            text="Share of dates whose whole translation is right.",
            of="whole",
        ),
    }

    language: Literal["French", "German", "Spanish"] = setting(
        "French", "Into", "German keeps the order of day and month nearest; Spanish writes the longest.", group="Data"
    )
    weekday: bool = setting(
        True,
        "With the weekday",
        "Names the day of the week too: longer to read, and one more name to know.",
        group="Data",
    )
    examples: int = setting(
        4000,
        "Examples",
        "How many different days are drawn: eight of ten to learn from, the rest held out. Fewer are learnt by heart.",
        between=(50, 50_000),
        scale="log",
        group="Data",
        role="amount of data",
    )
    training_share: float = setting(
        1.0,
        "Share learnt from",
        "Less leaves out training dates and keeps the held-out ones, so that runs with fewer can be compared.",
        between=(0.01, 1.0),
        scale="log",
        group="Data",
        advanced=True,
    )
    reverse: bool = setting(
        False,
        "Reversed source",
        "Reads the English backwards, so that its beginning lies nearer to that of the translation.",
        group="Data",
    )

    @property
    def alphabets(self) -> tuple[Alphabet, Alphabet]:
        source, _ = extent("English", self.weekday)
        target, _ = extent(self.language, self.weekday)
        return Alphabet((*source, PADDING), PADDING), Alphabet((*target, PADDING, END), PADDING, END)

    def shapes(self) -> Shapes:
        source, target = self.alphabets
        longest_read, longest_written = (extent(one, self.weekday)[1] for one in ("English", self.language))
        return Shapes((longest_read,), (longest_written + 1,), source=source, target=target)

    def counts(self) -> tuple[int, int, int]:
        held_out = self.examples // 10
        return max(1, round(self.training_share * (self.examples - 2 * held_out))), held_out, held_out

    def splits(self, generator: torch.Generator) -> Splits:
        """Different days; each is in one split only."""
        days = torch.randperm(DAYS, generator=generator)[: self.examples]
        whole = self.encode(days.tolist())
        train, validation, test = self.counts()
        return Splits(
            whole.rows(0, train),
            whole.rows(self.examples - test - validation, self.examples - test),
            whole.rows(self.examples - test, self.examples),
        )

    def encode(self, days: list[int]) -> Split:
        """Padded characters (days, time) and (days, places), int64, and the lengths (days) of the English."""
        shapes, (source, target) = self.shapes(), self.alphabets
        sources = [written(day, "English", self.weekday)[:: -1 if self.reverse else 1] for day in days]
        targets = [written(day, self.language, self.weekday) + END for day in days]
        return Split(
            {
                "read": torch.tensor([source.encode(text.ljust(shapes.inputs[0], PADDING)) for text in sources]),
                "written": torch.tensor([target.encode(text.ljust(shapes.targets[0], PADDING)) for text in targets]),
                "lengths": torch.tensor([len(text) for text in sources]),
            }
        )

    def batch(self, split: Split, rows: Tensor, generator: torch.Generator, training: bool) -> Batch:
        targets = split.take("written", rows)  # (batch, places)
        mask = self.alphabets[1].counted(targets)
        return Batch(split.take("read", rows), targets, mask, {"lengths": split.take("lengths", rows)})

    def loss(self, outputs: Tensor, batch: Batch) -> Tensor:
        """Scores (batch, places, symbols) -> mean over the characters of each translation, then over all, ()."""
        assert batch.mask is not None
        surprise = functional.cross_entropy(outputs.transpose(1, 2), batch.targets, reduction="none")  # (batch, places)
        return ((surprise * batch.mask).sum(1) / batch.mask.sum(1)).mean()

    def score(self, outputs: Tensor, batch: Batch) -> dict[str, Tensor]:
        """Scores (batch, places, symbols) -> (sum, count) by series, each (2)."""
        assert batch.mask is not None
        right = outputs.argmax(-1) == batch.targets  # (batch, places)
        whole = (right | ~batch.mask).all(1)
        return {
            "accuracy": torch.stack([(right & batch.mask).sum(), batch.mask.sum()]),
            "exact": torch.stack([whole.sum(), whole.new_full((), len(whole), dtype=torch.long)]),
        }

    def baseline(self, splits: Splits) -> dict[str, float]:
        """The commonest character of the training translations at each place, always."""
        right = splits.validation["written"] == splits.train["written"].mode(0).values
        mask = self.alphabets[1].counted(splits.validation["written"])
        whole = (right | ~mask).all(1)
        return {"accuracy": right[mask].double().mean().item(), "exact": whole.double().mean().item()}

    def question(self) -> Question:
        symbols, most = extent("English", self.weekday)
        example = written(42_856, "English", self.weekday)
        return Question("text", "A date in English", example, symbols, most)

    def pose(self, question: str) -> Batch:
        """The date as a batch of one. Raises ValueError if there is no such day."""
        asked = " ".join(question.split())
        day = read(asked, self.weekday)
        if day is None:
            raise ValueError(NOT_A_DAY(example=self.question().example))
        right = written(day, "English", self.weekday)
        if right.casefold() != asked.casefold():
            raise ValueError(NO_SUCH_DAY(right=right))
        return self.batch(self.encode([day]), torch.tensor([0]), torch.Generator(), training=False)

    def read(self, batch: Batch) -> list[str]:
        """The English as people write it."""
        texts = [self.alphabets[0].decode(row) for row in batch.inputs.tolist()]
        return [text[::-1] if self.reverse else text for text in texts]
