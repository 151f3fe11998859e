"""What tasks of running text share: the symbol after each, read in windows; what counting alone would say.

The text is cut by place: the first part is learnt from, the next held out, the last kept for the test; no sentence is
on both sides. In order, it is read at several places side by side, and every window goes on where the last one ended:
back-propagation through time is cut at the window (Williams and Peng 1990), the state need not be.
"""

import math
from abc import abstractmethod
from functools import lru_cache
from typing import Any, ClassVar, Literal

import torch
from pydantic import model_validator
from torch import Tensor
from torch.nn import functional

from models.sentences import Sentence
from models.spec.counted import Counted, FusedLoss, Pair, Pairs
from models.spec.kinds import Alphabet, Batch, Kind, Question, Series, Shapes, Split, Splits
from models.spec.settings import refusal, setting
from models.spec.task import Task
from models.texts.counting import contexts_of, likeliest, probabilities
from models.texts.symbols import BREAK, numbers_of, pieces, symbols_of, vocabulary

TEXT_TOO_SHORT = Sentence(
    "running-text-too-short",
    "The text has {count:whole} symbols: too few for windows of {window} at {places} places side by side.",
)
NOTHING_TYPED = Sentence("nothing-typed", "Type a few words to go on from.")

HELD_OUT_STREAMS = 4
"""Places at which held-out text is read side by side: few, so that hardly any of it is read from nothing."""
SENTENCE = "Please let me know if you have any questions"


class NextSymbol(Task):
    """Windows (window) of symbols and the symbol after each (window), int64; symbol 0 is <unk>."""

    kind: ClassVar[Kind] = Kind.SYMBOLS_TO_NEXT
    guess: ClassVar[str] = "counting what follows what"
    smallest: ClassVar[dict[str, Any]] = {"amount": 2000, "window": 8, "streams": 20, "vocabulary": 20}
    series: ClassVar[dict[str, Series]] = {
        "loss": Series("Loss", text="Cross-entropy for each symbol: how surprised the network is, in nats."),
        "bits": Series(
            "Bits a symbol",
            unit="bits",
            headline=True,
            text="Yes-or-no questions that are needed to guess the next symbol; of characters: bits a character. The "
            "line is what counting pairs of symbols gives.",
        ),
        "accuracy": Series(
            "Right next symbols",
            better="higher",
            range=(0, 1),
            percent=True,
            text="Share of symbols that the network held for the likeliest.",
        ),
    }

    reads: Literal["characters", "words"] = setting(
        "characters",
        "Reads",
        "Characters are few, and words must be spelt out; words are many, and most of them come only once or twice.",
        group="Data",
    )
    amount: int = setting(
        100_000,
        "Characters used",
        "From the beginning of the text. More take longer and are harder to learn by heart.",
        between=(2000, 5_000_000),
        scale="log",
        role="amount of data",
        group="Data",
    )
    vocabulary: int = setting(
        2000,
        "Vocabulary",
        "So many of the commonest symbols are known; all others become <unk>. A play has some 60 characters, and some "
        "4,000 words.",
        between=(10, 20_000),
        scale="log",
        group="Data",
    )
    lowercase: bool = setting(
        False,
        "Small letters only",
        "The and the become one word; where a sentence begins is then harder to see.",
        group="Data",
    )
    window: int = setting(
        64,
        "Window",
        "Errors go back through so many symbols, and no farther: longer windows teach longer memory, and cost more.",
        between=(1, 1000),
        scale="log",
        unit="symbols",
        group="Data",
    )
    windows: Literal["in order", "shuffled"] = setting(
        "in order",
        "Windows come",
        "In order, a network can keep its state from one window to the next. Shuffled, each is read from nothing.",
        group="Data",
    )
    streams: int = setting(
        32,
        "Places side by side",
        "The text is read at so many places at once, each going on by itself. A batch of more than these reads some "
        "windows with a state that is too old.",
        between=(1, 512),
        scale="log",
        when={"windows": ["in order"]},
        group="Data",
        advanced=True,
    )
    validation: float = setting(
        0.1,
        "Validation share",
        "Held out after the text that is learnt from. More make the figure steadier.",
        between=(0.02, 0.4),
        group="Data",
        advanced=True,
    )
    test: float = setting(
        0.1, "Test share", "The end of the text, kept for one last test.", between=(0.02, 0.4), group="Data",
        advanced=True,
    )  # fmt: skip

    @property
    def order(self) -> Literal["shuffled", "ordered"]:  # type: ignore[override]
        """Whether windows come in the order of the text."""
        return "ordered" if self.windows == "in order" else "shuffled"

    @abstractmethod
    def whole(self) -> str:
        """All of the text."""

    @model_validator(mode="after")
    def it_is_long_enough(self) -> "NextSymbol":
        """Raises a refusal if some part of the text is shorter than a window at every place."""
        if min(self.counts()) < 1:
            words = TEXT_TOO_SHORT(count=len(self.numbers()[0]), window=self.window, places=self.side_by_side(0))
            raise refusal("window", words, 1 if self.window > 1 else None)
        return self

    def numbers(self) -> tuple[Tensor, tuple[str, ...]]:
        """The text as numbers (symbols), and the symbols by number."""
        return read_text(self.whole(), self.amount, self.reads, self.lowercase, self.vocabulary, self.learnt())

    def learnt(self) -> float:
        """The share of the text that is learnt from."""
        return 1 - self.validation - self.test

    def shapes(self) -> Shapes:
        alphabet = Alphabet(self.numbers()[1])
        return Shapes((self.window,), (self.window,), source=alphabet, target=alphabet)

    def parts(self) -> list[Tensor]:
        """The text in three parts (symbols): to learn from, to choose by, to test with."""
        numbers, _ = self.numbers()
        first = round(len(numbers) * self.learnt())
        second = round(len(numbers) * (1 - self.test))
        return [numbers[:first], numbers[first:second], numbers[second:]]

    def side_by_side(self, part: int) -> int:
        """At how many places part 0, 1 or 2 of the text is read at once."""
        if self.windows == "shuffled":
            return 1
        return min(self.streams, HELD_OUT_STREAMS) if part else self.streams

    def counts(self) -> tuple[int, int, int]:
        lengths = [len(part) for part in self.parts()]
        places = [self.side_by_side(part) for part in range(3)]
        train, validation, test = (
            streams * ((length // streams - 1) // self.window) if length >= streams else 0
            for length, streams in zip(lengths, places, strict=True)
        )
        return train, validation, test

    def splits(self, generator: torch.Generator) -> Splits:
        """Windows in the order of the text, at the places side by side in turn; none is drawn."""
        train, validation, test = (
            windows_of(part, self.window, self.side_by_side(place)) for place, part in enumerate(self.parts())
        )
        return Splits(train, validation, test)

    def batch(self, split: Split, rows: Tensor, generator: torch.Generator, training: bool) -> Batch:
        windows = split.take("windows", rows)  # (batch, window + 1)
        more = {"stream": split.take("stream", rows)} if self.windows == "in order" else {}
        return Batch(windows[:, :-1], windows[:, 1:], more=more)

    fused_loss: ClassVar[FusedLoss] = "cross-entropy"

    def loss(self, outputs: Tensor, batch: Batch) -> Tensor:
        """Scores (batch, time, symbols) -> mean over all symbols, ()."""
        return functional.cross_entropy(outputs.flatten(0, 1), batch.targets.flatten())

    def score(self, outputs: Tensor, batch: Batch) -> dict[str, Tensor]:
        """Scores (batch, time, symbols) -> (sum, count) by series, each (2)."""
        count = batch.targets.numel()
        surprise = functional.cross_entropy(outputs.detach().flatten(0, 1), batch.targets.flatten(), reduction="sum")
        right = (outputs.argmax(-1) == batch.targets).sum()
        return {
            "bits": torch.stack([surprise / math.log(2), surprise.new_full((), count)]),
            "accuracy": torch.stack([right, right.new_full((), count)]),
        }

    def scored_from(self, found: Counted) -> Pairs | None:
        return {"bits": Pair(found.loss / math.log(2), found.places), "accuracy": Pair(found.right, found.places)}

    def baseline(self, splits: Splits) -> dict[str, float]:
        """Which symbol follows which, counted in what is learnt from."""
        symbols = len(self.numbers()[1])
        learnt, asked = (contexts_of(one["windows"], 1) for one in (splits.train, splits.validation))
        nats = float(-probabilities(learnt, asked, symbols).log().mean())
        right = likeliest(learnt, asked[:, :-1], symbols) == asked[:, -1]
        accuracy = right.double().mean().item()
        return {"loss": nats, "bits": nats / math.log(2), "perplexity": math.exp(nats), "accuracy": accuracy}

    def question(self) -> Question:
        return Question("text", "A text to begin with", SENTENCE, most=300)

    def pose(self, question: str) -> Batch:
        """The text as a batch of one; what is not known is <unk>. Raises ValueError if there is none."""
        text = question.replace(BREAK, "\n")
        symbols = symbols_of(text.lower() if self.lowercase else text, self.reads)
        if not symbols:
            raise ValueError(NOTHING_TYPED())
        inputs = numbers_of(symbols, self.numbers()[1]).unsqueeze(0)
        more = {"stream": torch.zeros(1, dtype=torch.long)} if self.windows == "in order" else {}
        return Batch(inputs, torch.cat([inputs[:, 1:], torch.full((1, 1), -1)], 1), more=more)

    def read(self, batch: Batch) -> list[str]:
        """The windows as they stand in the text."""
        return ["".join(self.pieces(row)) for row in batch.inputs.tolist()]

    def pieces(self, numbers: list[int]) -> list[str]:
        """Each symbol as it stands in the text, with the blank before it where there is one."""
        known = self.numbers()[1]
        return pieces([known[number] for number in numbers], self.reads)


@lru_cache(8)
def read_text(
    text: str, amount: int, unit: str, lowercase: bool, most: int, learnt: float
) -> tuple[Tensor, tuple[str, ...]]:
    """The beginning of the text as numbers (symbols), and the symbols by number, the commonest of what is learnt from.

    The same text is looked up at no cost: its hash is known once it was asked for.
    """
    text = text[:amount]
    symbols = symbols_of(text.lower() if lowercase else text, unit)
    known = vocabulary(symbols[: round(len(symbols) * learnt)], most)
    return numbers_of(symbols, known), known


def windows_of(numbers: Tensor, window: int, streams: int) -> Split:
    """A part of a text (symbols) cut at ``streams`` places; row k * streams + i is window k of place i.

    ``windows`` (rows, window + 1) overlap by the one symbol that is foretold last and read next; ``stream`` (rows) is
    i.
    """
    length = len(numbers) // streams
    each = (length - 1) // window
    starts = torch.arange(each).unsqueeze(1) * window + torch.arange(streams) * length  # (windows, streams)
    places = starts.flatten().unsqueeze(1) + torch.arange(window + 1)
    return Split({"windows": numbers[places], "stream": torch.arange(streams).repeat(each)})
