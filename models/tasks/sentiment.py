"""Sentiment: is a review good or bad? Made-up reviews, or a table of one's own with a text and a label in each line.

Pang, Lee and Vaithyanathan, "Thumbs up? Sentiment classification using machine learning techniques", 2002, found that
counting words does well, and where it fails. What to watch: "not good but bad" and "not bad but good" have the same
words; who throws them into one bag can only guess.
"""

from functools import lru_cache
from typing import Any, ClassVar

import torch
from pydantic import field_validator
from torch import Tensor
from torch.nn import functional

from models.data.sets.reviews import BAD, GOOD, made_up
from models.data.uploads.intake import problem
from models.data.uploads.texts import labelled_of_own
from models.data.uploads.unusable import Unusable
from models.sentences import Sentence
from models.spec.classification import Classification
from models.spec.kinds import Alphabet, Batch, Kind, Question, Series, Shapes, Split, Splits
from models.spec.place import Place, Source
from models.spec.seeds import generator as seeded
from models.spec.settings import refusal, setting
from models.texts.symbols import numbers_of, pieces, symbols_of, vocabulary

NO_WORDS = Sentence("no-words-typed", "Type a review, such as: {example}.")

PADDING = "·"
NEGATIVE, POSITIVE = Sentence("mood-negative", "negative"), Sentence("mood-positive", "positive")


class Sentiment(Classification):
    """Words (time), int64, filled up before their beginning, and the class of the text."""

    title: ClassVar[str] = "Sentiment"
    text: ClassVar[str] = "Reads a short review word by word and says whether it is good or bad."
    place: ClassVar[Place] = Place(
        "language",
        chapters=("equations",),
        effects=("word-order", "rival"),
        sources=(
            Source(
                "Pang, Lee and Vaithyanathan",
                2002,
                "Thumbs up? Sentiment classification using machine learning techniques",
            ),
        ),
    )
    smallest: ClassVar[dict[str, Any]] = {"examples": 200, "by_order": 0.0, "negation": 0.0}
    kind: ClassVar[Kind] = Kind.SYMBOLS_TO_CLASS
    guess: ClassVar[str] = "always saying the commonest class"
    series: ClassVar[dict[str, Series]] = {
        "loss": Series("Loss", text="Cross-entropy of the class of a text."),
        "accuracy": Series(
            "Right answers",
            better="higher",
            range=(0, 1),
            percent=True,
            headline=True,
            text="Share of texts whose class is right.",
        ),
    }

    data: str = setting(
        "",
        "Texts of your own",
        "What is learnt from: a table with a text and its label in each line, as CSV. Without one, made-up reviews.",
        length=(0, 64),
        format="data",
        form="labelled",
        group="Data",
    )
    examples: int = setting(
        2000,
        "Examples",
        "How many reviews are made up: eight of ten to learn from, the rest held out.",
        between=(40, 20_000),
        scale="log",
        role="amount of data",
        group="Data",
    )
    by_order: float = setting(
        0.4,
        "Told by order alone",
        "This share of the reviews has a good and a bad word, and their order tells which counts.",
        between=(0.0, 1.0),
        group="Data",
    )
    negation: float = setting(
        0.3,
        "Negated",
        "This share of the others is turned round by one word: not good.",
        between=(0.0, 1.0),
        group="Data",
    )
    vocabulary: int = setting(
        1000,
        "Vocabulary",
        "So many of the commonest words are known; all others become <unk>.",
        between=(10, 20_000),
        scale="log",
        group="Data",
        advanced=True,
    )
    longest: int = setting(
        40,
        "Words read",
        "Of a longer text only its last words are read. More take longer.",
        between=(5, 400),
        scale="log",
        unit="words",
        group="Data",
        advanced=True,
    )

    @field_validator("data")
    @classmethod
    def it_is_here(cls, data: str) -> str:
        """Raises a refusal if the table is not here or has no texts with labels."""
        wrong = problem(data, "labelled")
        if wrong:
            raise refusal("data", wrong, None)
        try:
            if data:
                labelled_of_own(data)
        except Unusable as error:  # stored as a table of numbers, or changed on the disk
            raise refusal("data", str(error), None) from error
        return data

    def labelled(self) -> tuple[list[str], list[int], int]:
        """Texts, the number of the class of each, in an order that is drawn, and the words of the longest."""
        if self.data:
            return own_texts(self.data, self.seed)
        return reviews(self.examples, self.by_order, self.negation, self.seed)

    def words(self) -> tuple[str, ...]:
        """All words that are known, <unk> first."""
        texts = self.labelled()[0]
        return known_words(tuple(texts[: self.counts()[0]]), self.vocabulary)

    def class_names(self) -> list[str]:
        return sorted(set(labelled_of_own(self.data)[1])) if self.data else [NEGATIVE(), POSITIVE()]

    def shapes(self) -> Shapes:
        alphabet = Alphabet((*self.words(), PADDING), PADDING)
        return Shapes((self.length(),), classes=len(self.class_names()), source=alphabet)

    def length(self) -> int:
        """Words of the longest text that is read."""
        return min(self.longest, self.labelled()[2])

    def counts(self) -> tuple[int, int, int]:
        held_out = max(1, len(self.labelled()[1]) // 10)
        return len(self.labelled()[1]) - 2 * held_out, held_out, held_out

    def splits(self, generator: torch.Generator) -> Splits:
        texts, labels, _ = self.labelled()
        known, length = self.words(), self.length()
        rows = [numbers_of(symbols_of(text.lower(), "words")[-length:], known) for text in texts]
        filled = torch.stack([functional.pad(row, (length - len(row), 0), value=len(known)) for row in rows])
        whole = Split({"words": filled, "labels": torch.tensor(labels)})
        train, validation, _ = self.counts()
        return Splits(
            whole.rows(0, train), whole.rows(train, train + validation), whole.rows(train + validation, len(texts))
        )

    def batch(self, split: Split, rows: Tensor, generator: torch.Generator, training: bool) -> Batch:
        return Batch(split.take("words", rows), split.take("labels", rows))

    def read(self, batch: Batch) -> list[str]:
        """The texts as people write them, words that are not known as <unk>."""
        known = self.words()
        rows = [[number for number in row if number < len(known)] for row in batch.inputs.tolist()]
        return ["".join(pieces([known[number] for number in row], "words")).strip() for row in rows]

    def question(self) -> Question:
        return Question("text", "A review", f"the film was not {GOOD[0]} but {BAD[2]}", most=400)

    def pose(self, question: str) -> Batch:
        """The text as a batch of one, without filling. Raises ValueError if it has no words."""
        words = symbols_of(question.lower(), "words")[-self.longest :]
        if not words:
            raise ValueError(NO_WORDS(example=self.question().example))
        return Batch(numbers_of(words, self.words()).unsqueeze(0), torch.full((1,), -1))


@lru_cache(8)
def reviews(count: int, ordered: float, negated: float, seed: int) -> tuple[list[str], list[int], int]:
    """Made-up reviews in an order that is drawn, their moods, and the words of the longest."""
    draws = seeded(seed, "data")
    texts, moods = made_up(count, ordered, negated, draws)
    rows = torch.randperm(count, generator=draws).tolist()
    return [texts[row] for row in rows], [moods[row] for row in rows], most_words(texts)


@lru_cache(8)
def own_texts(data: str, seed: int) -> tuple[list[str], list[int], int]:
    """The same of a person's own texts; their labels have numbers in the order of the alphabet."""
    texts, labels = labelled_of_own(data)
    names = sorted(set(labels))
    rows = torch.randperm(len(texts), generator=seeded(seed, "data")).tolist()
    return [texts[row] for row in rows], [names.index(labels[row]) for row in rows], most_words(texts)


def most_words(texts: list[str]) -> int:
    return max(len(symbols_of(text, "words")) for text in texts)


@lru_cache(8)
def known_words(texts: tuple[str, ...], most: int) -> tuple[str, ...]:
    """<unk>, and the commonest words of the texts."""
    return vocabulary((word for text in texts for word in symbols_of(text.lower(), "words")), most)
