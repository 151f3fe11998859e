"""Addition: a sum is written as text, and the network writes the answer, symbol by symbol.

Sutskever's and Zaremba's learning to add (2014) in the form of the Keras and TensorFlow.js demos. What to watch: single
characters come right long before whole answers do, because the first digit is easy to guess.
"""

from typing import Any, ClassVar, Literal

import numpy as np
import torch
from pydantic import ValidationInfo, field_validator
from torch import Tensor
from torch.nn import functional

from models.data.labels import mislabelled
from models.sentences import Sentence, Text
from models.spec.counted import Counted, FusedLoss, Pair, Pairs
from models.spec.kinds import Alphabet, Batch, Kind, Question, Series, Shapes, Split, Splits
from models.spec.place import Place, Source
from models.spec.seeds import generator as seeded
from models.spec.settings import Bounds, refusal, setting
from models.spec.task import Task

TOO_FEW_SUMS = Sentence("too-few-sums", "With {digits} there are only {most:whole} different sums.")
NOT_A_SUM = Sentence("not-a-sum", "Ask a sum of two numbers of at most {digits}, such as {example}.")

CARRIES = Sentence("carries-of-sum", "carries")
LONGER_NUMBER = Sentence("digits-of-longer-number", "digits of the longer number")
DIGITS = Sentence("count-of-digits", "{count} digits", one="{count} digit")

ALPHABET = Alphabet(tuple("0123456789+ "))
PLUS, BLANK = len(ALPHABET) - 2, len(ALPHABET) - 1
"""Numbers of two symbols; that of a digit is its own."""


def pairs(digits: int) -> int:
    """How many different sums there are when a + b and b + a count as one."""
    numbers: int = 10**digits
    return numbers * (numbers + 1) // 2


def in_digits(numbers: Tensor, places: int, blanks: bool = True) -> Tensor:
    """Numbers (count) -> the symbols of their digits (count, places), with blanks, or else zeros, before short ones."""
    powers = 10 ** torch.arange(places - 1, -1, -1)  # (places)
    numbers = numbers.unsqueeze(1)
    digits = numbers // powers % 10
    return torch.where((numbers < powers) & (powers > 1), BLANK, digits) if blanks else digits


def gathered(symbols: Tensor, blanks_after: bool) -> Tensor:
    """Symbols (count, time) in their order, with all blanks after them, or before them."""
    blank = symbols == BLANK
    return symbols.gather(1, blank.sort(dim=1, descending=not blanks_after, stable=True).indices)


def in_words(digits: int) -> Text:
    return DIGITS(count=digits)


class Addition(Task):
    """Sums of two numbers as text, e.g. ``47+38`` -> ``85``: symbols (time) and their answer (places), int64."""

    title: ClassVar[str] = "Addition"
    text: ClassVar[str] = (
        "Reads a sum such as 47+38 one symbol at a time and writes the answer, never told what + means."
    )
    place: ClassVar[Place] = Place(
        "recurrence",
        chapters=("demos",),
        effects=("measure", "word-order"),
        sources=(Source("Zaremba and Sutskever", 2014, "Learning to execute"),),
    )
    smallest: ClassVar[dict[str, Any]] = {"digits": 1, "examples": 55}
    difficulties: ClassVar[tuple[str, ...]] = (CARRIES(), LONGER_NUMBER())
    kind: ClassVar[Kind] = Kind.SYMBOLS_TO_SYMBOLS
    series: ClassVar[dict[str, Series]] = {
        "loss": Series("Loss", text="Cross-entropy for each symbol of the answer."),
        "accuracy": Series(
            "Right characters",
            better="higher",
            range=(0, 1),
            percent=True,
            text="Share of single symbols that are right.",
            of="part",
        ),
        "exact": Series(
            "Exact answers",
            better="higher",
            range=(0, 1),
            percent=True,
            headline=True,
            text="Share of sums whose whole answer is right.",
            of="whole",
        ),
    }

    fused_loss: ClassVar[FusedLoss] = "cross-entropy"

    digits: int = setting(
        2, "Digits", "Longer numbers make longer sums to remember, and many more of them.", between=(1, 5), group="Data"
    )
    examples: int = setting(
        5000,
        "Examples",
        "How many different sums are made: nine of ten to learn from, the rest held out. Fewer leave more to guess.",
        between=(20, 200_000),
        scale="log",
        group="Data",
        role="amount of data",
    )
    training_share: float = setting(
        1.0,
        "Share learnt from",
        "Less leaves out training sums and keeps the held-out ones, so that runs with fewer can be compared.",
        between=(0.01, 1.0),
        scale="log",
        group="Data",
    )
    label_noise: float = setting(
        0.0,
        "Wrong answers",
        "This share of the training sums is taught with another number. They can only be learnt by heart; held-out "
        "answers stay right.",
        between=(0.0, 0.9),
        group="Data",
    )
    reverse: bool = setting(
        False,
        "Reversed question",
        "Writes the question backwards, so that the digits that are added first lie nearer to the answer.",
        group="Data",
    )
    units_first: bool = setting(
        False,
        "Units first",
        "Writes the answer from its last digit, as people add by hand: each carry is known before it is needed. "
        "Answers are shown as they are written.",
        group="Data",
        advanced=True,
    )
    padding: Literal["after", "before", "zeros"] = setting(
        "after",
        "Padding",
        "What fills up short numbers: blanks after them, blanks before them, or zeros. It decides when each digit is "
        "read and written; race the three and be surprised.",
        group="Data",
        advanced=True,
    )
    test: bool = setting(
        True,
        "Separate test sums",
        "Half of the held-out sums are kept for one last test. Off, the same sums serve for both, as in the demo.",
        group="Data",
        advanced=True,
    )

    @field_validator("examples")
    @classmethod
    def there_are_so_many(cls, examples: int, info: ValidationInfo) -> int:
        """Raises a refusal if there are fewer different sums."""
        digits = info.data.get("digits")  # not there where it is wrong by itself
        if digits is not None and examples > pairs(digits):
            most = pairs(digits)
            raise refusal("examples", TOO_FEW_SUMS(digits=in_words(digits), most=most), most)
        return examples

    def narrowed(self) -> Bounds:
        return {"examples": {"maximum": min(200_000, pairs(self.digits))}}

    def shapes(self) -> Shapes:
        return Shapes((2 * self.digits + 1,), (self.digits + 1,), source=ALPHABET, target=ALPHABET)

    def counts(self) -> tuple[int, int, int]:
        for_training = self.examples * 9 // 10
        held_out = self.examples - for_training
        train = max(1, round(self.training_share * for_training))
        return (train, held_out - held_out // 2, held_out // 2) if self.test else (train, held_out, held_out)

    def splits(self, generator: torch.Generator) -> Splits:
        """Different sums in the order in which they are drawn; ``b+a`` never joins ``a+b``, in no split."""
        train, validation, test = self.counts()
        operands = self.drawn(generator)
        questions, answers = self.encode(operands)
        whole = Split({"questions": questions, "answers": answers})
        taught = mislabelled(operands[:train].sum(1), 2 * 10**self.digits - 1, self.label_noise, generator)
        held_out = self.examples * 9 // 10  # where it begins, however few are learnt from
        return Splits(
            Split({"questions": questions[:train], "answers": self.written(taught)}),
            whole.rows(held_out, held_out + validation),
            whole.rows(self.examples - test, self.examples),
        )

    def drawn(self, generator: torch.Generator) -> Tensor:
        """Operands (examples, 2) int64: uniform draws; of each unordered pair only the first one drawn is used."""
        kept = torch.empty(0, 2, dtype=torch.long)
        while len(kept) < self.examples:
            more = torch.randint(10**self.digits, (2 * self.examples, 2), generator=generator)
            kept = torch.cat([kept, more])
            a, b = kept.unbind(1)
            numbers = (torch.minimum(a, b) * 10**self.digits + torch.maximum(a, b)).numpy()
            # NumPy sorts numbers of 16 bits in a tenth of the time of PyTorch's of 64.
            numbers = numbers.astype(np.min_scalar_type(10 ** (2 * self.digits)))
            first = np.unique(numbers, return_index=True)[1]  # (different)
            kept = kept[torch.from_numpy(np.sort(first))]
        return kept[: self.examples]

    def encode(self, operands: Tensor) -> tuple[Tensor, Tensor]:
        """Operands (examples, 2) -> padded questions (examples, time) and answers (examples, places), int64."""
        numbers = [in_digits(one, self.digits, blanks=self.padding != "zeros") for one in operands.unbind(1)]
        plus = torch.full((len(operands), 1), PLUS)
        questions = self.padded(torch.cat([numbers[0], plus, numbers[1]], 1))
        return questions.flip(1) if self.reverse else questions, self.written(operands.sum(1))

    def written(self, sums: Tensor) -> Tensor:
        """Sums (examples) -> answers (examples, places) as symbol numbers, padded."""
        answers = self.padded(in_digits(sums, self.digits + 1, blanks=self.padding != "zeros"))
        return answers.flip(1) if self.units_first else answers

    def padded(self, symbols: Tensor) -> Tensor:
        """Symbols (examples, time) with their blanks where they belong."""
        return symbols if self.padding == "zeros" else gathered(symbols, self.padding == "after")

    def batch(self, split: Split, rows: Tensor, generator: torch.Generator, training: bool) -> Batch:
        return Batch(split.take("questions", rows), split.take("answers", rows))

    def loss(self, outputs: Tensor, batch: Batch) -> Tensor:
        """Scores (batch, places, symbols) -> mean over all places of the batch, ()."""
        return functional.cross_entropy(outputs.flatten(0, 1), batch.targets.flatten())

    def score(self, outputs: Tensor, batch: Batch) -> dict[str, Tensor]:
        """Scores (batch, places, symbols) -> (sum, count) by series, each (2)."""
        right = outputs.argmax(-1) == batch.targets  # (batch, time)
        whole = right.all(1)
        return {
            "accuracy": torch.stack([right.sum(), right.new_full((), right.numel(), dtype=torch.long)]),
            "exact": torch.stack([whole.sum(), whole.new_full((), len(whole), dtype=torch.long)]),
        }

    def scored_from(self, found: Counted) -> Pairs | None:
        return {"accuracy": Pair(found.right, found.places), "exact": Pair(found.whole, found.rows)}

    def baseline(self, splits: Splits) -> dict[str, float]:
        """The commonest symbol of the training answers at each place, always."""
        guess = splits.train["answers"].mode(0).values
        right = splits.validation["answers"] == guess
        return {"accuracy": right.double().mean().item(), "exact": right.all(1).double().mean().item()}

    def question(self) -> Question:
        example = "+".join(str(7 * 10**self.digits // 9 - place) for place in (0, 4))
        return Question("text", "A sum to be answered", example, "".join(ALPHABET.symbols).strip(), 2 * self.digits + 1)

    def pose(self, question: str) -> Batch:
        """The sum as a batch of one. Raises ValueError if it is no sum of two numbers that are short enough."""
        operands = question.replace(" ", "").split("+")
        if len(operands) != 2 or not all(part.isdecimal() and len(part) <= self.digits for part in operands):
            raise ValueError(NOT_A_SUM(digits=in_words(self.digits), example=self.question().example))
        return Batch(*self.encode(torch.tensor([[int(part) for part in operands]])))

    def read(self, batch: Batch) -> list[str]:
        """The questions as people write them."""
        texts = [ALPHABET.decode(row) for row in batch.inputs.tolist()]
        return [text[::-1].strip() if self.reverse else text.strip() for text in texts]

    def difficulty(self, batch: Batch) -> list[list[int]]:
        operands = [[int(part) for part in text.split("+")] for text in self.read(batch)]
        return [[carries(*pair) for pair in operands], [len(str(max(pair))) for pair in operands]]

    def longer(self, more: int) -> "Addition":
        return self.model_copy(update={"digits": self.digits + more})

    def length_in_words(self) -> Text:
        return in_words(self.digits)

    def longest_examples(self, count: int) -> Batch:
        """Sums of two numbers that have all their digits."""
        least = 10 ** (self.digits - 1)
        operands = torch.randint(least, 10 * least, (count, 2), generator=seeded(self.digits, "views"))
        return Batch(*self.encode(operands))


def carries(a: int, b: int) -> int:
    """How often one is carried when a and b are added on paper."""
    count = carry = 0
    while a or b:
        carry = int(a % 10 + b % 10 + carry > 9)
        count, a, b = count + carry, a // 10, b // 10
    return count
