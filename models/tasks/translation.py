"""Translation: days or numbers in words, from English into French, German or Spanish, character by character.

Encoder and decoder: Cho et al. and Sutskever et al. 2014, who found that a source read backwards is learnt more easily;
Zaremba and Sutskever, "Learning to execute", 2014, feed it twice. Dates are a first exercise in attention: the language
comes from Unicode's CLDR. What to watch: names are learnt by heart, but day and year must be carried over and change
places; numbers are longer or shorter, and German says units before tens. Without attention all has to pass through one
state.
"""

from typing import Any, ClassVar, Literal

import torch
from pydantic import ValidationInfo, field_validator, model_validator
from torch import Tensor
from torch.nn import functional

from models.data.sets import dates, number_words
from models.sentences import Sentence
from models.spec.counted import Counted, FusedLoss, Pair, Pairs
from models.spec.kinds import Alphabet, Batch, Kind, Question, Series, Shapes, Split, Splits
from models.spec.place import Place, Source
from models.spec.settings import Bounds, refusal, setting
from models.spec.task import Task

NOT_A_DAY = Sentence("not-a-day", "Ask for a day from 1900 to 2099, such as {example}.")
NO_SUCH_DAY = Sentence("no-such-day", "There is no such day. Did you mean {right}?")

NOT_A_NUMBER = Sentence("not-a-number", "Ask for a number of at most {digits} digits, such as {example}.")
TOO_FEW_NUMBERS = Sentence("too-few-numbers", "There are only {most:whole} numbers of at most {digits} digits.")

PADDING = "·"
END = "■"


class Translation(Task):
    """English (time) and its translation (places), int64, padded; ``mask`` and ``lengths`` say how far."""

    title: ClassVar[str] = "Translation"
    text: ClassVar[str] = (
        "Reads a date or a number in English words, character by character, and writes it in another language."
    )
    place: ClassVar[Place] = Place(
        "language",
        chapters=("architectures",),
        effects=("attention", "word-order", "bottleneck"),
        sources=(
            Source("Sutskever, Vinyals and Le", 2014, "Sequence to sequence learning with neural networks"),
            Source(
                "Cho and others",
                2014,
                "Learning phrase representations using RNN encoder-decoder for statistical machine translation",
            ),
        ),
        after=("task/addition",),
    )
    smallest: ClassVar[dict[str, Any]] = {"examples": 75, "weekday": False}
    renamed: ClassVar[dict[str, str]] = {"reverse": "source"}
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
            text="Share of texts whose whole translation is right.",
            of="whole",
        ),
    }

    language: Literal["French", "German", "Spanish"] = setting(
        "French", "Into", "German keeps the order of day and month nearest; Spanish writes the longest.", group="Data"
    )
    what: Literal["dates", "numbers"] = setting(
        "dates",
        "What is translated",
        "Dates are all nearly as long as each other; numbers in words are short or long, and the long ones are hard.",
        group="Data",
    )
    weekday: bool = setting(
        True,
        "With the weekday",
        "Names the day of the week too: longer to read, and one more name to know.",
        group="Data",
        when={"what": ["dates"]},
    )
    digits: int = setting(
        4,
        "Digits",
        "Numbers of at most so many digits, written in words: each further one makes them longer.",
        between=(3, 6),
        group="Data",
        when={"what": ["numbers"]},
    )
    examples: int = setting(
        4000,
        "Examples",
        "How many different ones are drawn: eight of ten to learn from, the rest held out. Fewer are learnt by heart.",
        between=(50, 50_000),
        scale="log",
        group="Data",
        role="amount of data",
    )
    training_share: float = setting(
        1.0,
        "Share learnt from",
        "Less leaves out training texts and keeps the held-out ones, so that runs with fewer can be compared.",
        between=(0.01, 1.0),
        scale="log",
        group="Data",
        advanced=True,
    )
    source: Literal["plain", "reversed", "twice"] = setting(
        "plain",
        "Source",
        "Read backwards, its beginning lies nearer to that of the translation; fed twice, the network may look at it "
        "again with what it knows by then.",
        colours={"plain": "orange", "reversed": "blue", "twice": "green"},
        group="Data",
    )

    @model_validator(mode="before")
    @classmethod
    def accept_reverse(cls, values: Any) -> Any:
        """Settings as earlier versions had them."""
        return cls.current(values) if isinstance(values, dict) else values

    @classmethod
    def current(cls, values: dict[str, Any]) -> dict[str, Any]:
        """With a source in the place of the switch of earlier versions."""
        if not isinstance(values.get("reverse"), bool):
            return values
        rest = {name: value for name, value in values.items() if name != "reverse"}
        return {"source": "reversed" if values["reverse"] else "plain", **rest}

    @field_validator("examples")
    @classmethod
    def there_are_so_many(cls, examples: int, info: ValidationInfo) -> int:
        """Raises a refusal if there are fewer different numbers."""
        digits = info.data.get("digits")  # not there where it is wrong by itself
        if digits is not None and info.data.get("what") == "numbers" and examples > 10**digits:
            raise refusal("examples", TOO_FEW_NUMBERS(most=10**digits, digits=digits), 10**digits)
        return examples

    def narrowed(self) -> Bounds:
        return {"examples": {"maximum": min(50_000, 10**self.digits)}} if self.what == "numbers" else {}

    def extent(self, language: str) -> tuple[str, int]:
        """The characters of all texts in a language, sorted, and the length of the longest."""
        if self.what == "numbers":
            return number_words.extent(language, self.digits)
        return dates.extent(language, self.weekday)

    def text_of(self, number: int, language: str) -> str:
        """A number, or so many days after the first, in words."""
        if self.what == "numbers":
            return number_words.written(number, language)
        return dates.written(number, language, self.weekday)

    def as_read(self, text: str) -> str:
        """The English as the network is to read it."""
        return {"plain": text, "reversed": text[::-1], "twice": f"{text} {text}"}[self.source]

    @property
    def alphabets(self) -> tuple[Alphabet, Alphabet]:
        source, target = (self.extent(language)[0] for language in ("English", self.language))
        return Alphabet((*source, PADDING), PADDING), Alphabet((*target, PADDING, END), PADDING, END)

    def shapes(self) -> Shapes:
        source, target = self.alphabets
        longest_read, longest_written = (self.extent(language)[1] for language in ("English", self.language))
        longest_read = 2 * longest_read + 1 if self.source == "twice" else longest_read
        return Shapes((longest_read,), (longest_written + 1,), source=source, target=target)

    def counts(self) -> tuple[int, int, int]:
        held_out = self.examples // 10
        return max(1, round(self.training_share * (self.examples - 2 * held_out))), held_out, held_out

    def splits(self, generator: torch.Generator) -> Splits:
        """Different texts; each is in one split only."""
        every = 10**self.digits if self.what == "numbers" else dates.DAYS
        whole = self.encode(torch.randperm(every, generator=generator)[: self.examples].tolist())
        train, validation, test = self.counts()
        return Splits(
            whole.rows(0, train),
            whole.rows(self.examples - test - validation, self.examples - test),
            whole.rows(self.examples - test, self.examples),
        )

    def encode(self, numbers: list[int]) -> Split:
        """Padded characters (texts, time) and (texts, places), int64, and the lengths (texts) of the English."""
        shapes, (source, target) = self.shapes(), self.alphabets
        sources = [self.as_read(self.text_of(number, "English")) for number in numbers]
        targets = [self.text_of(number, self.language) + END for number in numbers]
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

    fused_loss: ClassVar[FusedLoss] = "masked cross-entropy"

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

    def scored_from(self, found: Counted) -> Pairs | None:
        """(sum, count) by series, each (2)."""
        return {"accuracy": Pair(found.right, found.places), "exact": Pair(found.whole, found.rows)}

    def baseline(self, splits: Splits) -> dict[str, float]:
        """The commonest character of the training translations at each place, always."""
        right = splits.validation["written"] == splits.train["written"].mode(0).values
        mask = self.alphabets[1].counted(splits.validation["written"])
        whole = (right | ~mask).all(1)
        return {"accuracy": right[mask].double().mean().item(), "exact": whole.double().mean().item()}

    def question(self) -> Question:
        if self.what == "numbers":
            symbols = "".join(sorted({*"0123456789", *number_words.WORDS}))
            example = number_words.written(1234, "English")
            return Question("text", "A number in English", example, symbols, self.extent("English")[1])
        symbols, most = self.extent("English")
        return Question("text", "A date in English", self.text_of(42_856, "English"), symbols, most)

    def pose(self, question: str) -> Batch:
        """The text as a batch of one. Raises ValueError if there is no such day or number."""
        asked = " ".join(question.split())
        number = self.number_of(asked)
        return self.batch(self.encode([number]), torch.tensor([0]), torch.Generator(), training=False)

    def number_of(self, asked: str) -> int:
        """Which number or day is asked. Raises ValueError if there is none such."""
        if self.what == "numbers":
            number = number_words.read(asked, self.digits)
            if number is None:
                raise ValueError(NOT_A_NUMBER(digits=self.digits, example=self.question().example))
            return number
        day = dates.read(asked, self.weekday)
        if day is None:
            raise ValueError(NOT_A_DAY(example=self.question().example))
        right = self.text_of(day, "English")
        if right.casefold() != asked.casefold():
            raise ValueError(NO_SUCH_DAY(right=right))
        return day

    def read(self, batch: Batch) -> list[str]:
        """The English as people write it."""
        texts = [self.alphabets[0].decode(row) for row in batch.inputs.tolist()]
        return [self.as_written(text) for text in texts]

    def as_written(self, text: str) -> str:
        """The English of what the network reads."""
        return {"plain": text, "reversed": text[::-1], "twice": text[: len(text) // 2]}[self.source]
